import { type Check, ok, problem, warning } from '../finding';
import { observation, remedy } from '../texts';

export interface VerificationPort {
  /** Whether an address has to be proved by a mailed link. */
  isRequired: boolean;
  sendsMail: boolean;
}

/** Whether people prove that an e-mail address is theirs. */
export const verificationCheck = ({ isRequired, sendsMail }: VerificationPort): Check => ({
  id: 'verification',
  async run() {
    if (!isRequired) return warning(observation('verification_off'), remedy(sendsMail ? 'require_verification' : 'verify_by_mail'));
    if (!sendsMail) return problem(observation('verification_no_mail'), remedy('mail_links'));
    return ok(observation('verification_works'));
  },
});
