/** How mail is sent, and what it says about its sender. */
export interface MailSettings {
  /** URL of the mail server, with user and password; undefined: messages stay in the outbox. */
  smtpUrl: string | undefined;
  /** Sender of each message. */
  from: { name: string; address: string };
  /** Name of the product, in subjects and texts. */
  product: string;
}
