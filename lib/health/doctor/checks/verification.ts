import { type Check, ok, problem, warning } from '../finding';

export interface VerificationPort {
  /** Whether an address has to be proved by a mailed link. */
  isRequired: boolean;
  sendsMail: boolean;
}

/** Whether people prove that an e-mail address is theirs. */
export const verificationCheck = ({ isRequired, sendsMail }: VerificationPort): Check => ({
  id: 'verification',
  title: 'Proof of e-mail addresses',
  async run() {
    if (!isRequired)
      return warning(
        'EMAIL_VERIFICATION is off: people are taken at their word, and anyone can show a picture for the address of another person.',
        sendsMail
          ? 'Remove EMAIL_VERIFICATION=off, unless you know everyone who can reach this server.'
          : 'Set SMTP_URL, which switches the verification on, unless you know everyone who can reach this server.',
      );
    if (!sendsMail)
      return problem(
        'EMAIL_VERIFICATION is required, and SMTP_URL is not set: people who sign up get no link.',
        'Set SMTP_URL, or pass the links in the outbox on yourself.',
      );
    return ok('An address shows a picture only once a mailed link has proved it.');
  },
});
