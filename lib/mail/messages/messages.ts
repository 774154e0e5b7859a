import { type Content, type Rendered, render } from './layout';

/** Settings that messages show. */
export interface Sender {
  /** Name of the product. */
  product: string;
}

/**
 * Every kind of message, as a function of its data. Messages contain no text that an account chose, such as a name: an account can be
 * opened with the address of another person, who must not be sent an advertisement in this way.
 */
const KINDS = {
  'reset-password': ({ url }: { url: string; expiresAt: Date }, { product }: Sender): Content => ({
    subject: `Reset your ${product} password`,
    blocks: [
      'Hello,',
      `A new password was requested for the ${product} account with this e-mail address. Choose it within one hour:`,
      { url, label: 'Choose a new password' },
      'The link works once. If you did not ask for it, ignore this message: your password stays as it is.',
    ],
  }),
  /** `forgotUrl`: where to ask for another link. */
  'account-opened': ({ url, forgotUrl }: { url: string; forgotUrl: string; expiresAt: Date }, { product }: Sender): Content => ({
    subject: `Your ${product} account`,
    blocks: [
      'Hello,',
      `An administrator opened a ${product} account for this e-mail address. Choose a password within seven days to use it:`,
      { url, label: 'Choose a password' },
      'The link works once. Later, ask for another one here:',
      { url: forgotUrl, label: 'Ask for another link' },
      'If you do not know the organization, ignore this message.',
    ],
  }),
  'confirm-sign-up': ({ url }: { url: string; expiresAt: Date }, { product }: Sender): Content => ({
    subject: `Confirm your e-mail address for ${product}`,
    blocks: [
      'Hello,',
      `This e-mail address was used to create a ${product} account. Confirm it within one hour to open the account:`,
      { url, label: 'Confirm the address' },
      'The link works once. If you did not create an account, ignore this message: nothing is created.',
    ],
  }),
  invite: ({ url }: { url: string; expiresAt: Date }, { product }: Sender): Content => ({
    subject: `You are invited to ${product}`,
    blocks: [
      'Hello,',
      `An administrator invites you to open a ${product} account:`,
      { url, label: 'Open an account' },
      'If you do not want one, ignore this message: nothing is created.',
    ],
  }),
  'account-exists': ({ url, resetUrl }: { url: string; resetUrl: string }, { product }: Sender): Content => ({
    subject: `You already have a ${product} account`,
    blocks: [
      'Hello,',
      `This e-mail address was used to create a ${product} account, but it already belongs to one. Sign in to it:`,
      { url, label: 'Sign in' },
      'If you forgot the password, choose a new one:',
      { url: resetUrl, label: 'Reset the password' },
      'If you did not do this, ignore this message: nothing has changed.',
    ],
  }),
  'verify-address': ({ url }: { url: string; expiresAt: Date }, { product }: Sender): Content => ({
    subject: `Confirm your e-mail address for ${product}`,
    blocks: [
      'Hello,',
      `A ${product} account asks to use this e-mail address. If the account is yours, confirm the address within one hour:`,
      { url, label: 'Confirm the address' },
      'The link works once. If the account is not yours, ignore this message: it does not get the address.',
    ],
  }),
  'address-in-use': (_data: object, { product }: Sender): Content => ({
    subject: `Your e-mail address is in use at ${product}`,
    blocks: [
      'Hello,',
      `Another ${product} account asks to use this e-mail address, which belongs to your account. Nothing has changed.`,
      'If the other account is yours too, remove the address from this one first.',
    ],
  }),
  /** `url`: where to remove it. */
  'address-added': ({ url }: { url: string }, { product }: Sender): Content => ({
    subject: `Your ${product} account has another e-mail address`,
    blocks: [
      'Hello,',
      `Another e-mail address was confirmed for your ${product} account. The password can be reset by it.`,
      'If you did not add it, remove it now, and change your password:',
      { url, label: 'Your addresses' },
    ],
  }),
  /** `url`: where to reset it. `timeZone`: of the person; null: UTC. */
  'password-changed': ({ at, timeZone, url }: { at: Date; timeZone: string | null; url: string }, { product }: Sender): Content => ({
    subject: `Your ${product} password was changed`,
    blocks: [
      'Hello,',
      `The password of your ${product} account was changed on ${inWords(at, timeZone ?? 'UTC')}. Other devices and applications have to sign in again.`,
      'If you did not change it, reset it now:',
      { url, label: 'Reset the password' },
    ],
  }),
};

type Kinds = typeof KINDS;
export type MessageKind = keyof Kinds;
type DataOf = { [Kind in MessageKind]: Parameters<Kinds[Kind]>[0] };
type MessageOf<Kind extends MessageKind> = { to: string; kind: Kind } & DataOf[Kind];

/** A message to one address, with the data of its kind. With `expiresAt`, it is not sent afterwards. */
export type Message = { [Kind in MessageKind]: MessageOf<Kind> }[MessageKind];

const WRITERS: { [Kind in MessageKind]: (data: DataOf[Kind], sender: Sender) => Content } = KINDS;

export function renderMessage<Kind extends MessageKind>(message: MessageOf<Kind>, sender: Sender): Rendered {
  return render(WRITERS[message.kind](message, sender), sender.product);
}

/** The date with the name of its time zone, which the reader may not be in. */
function inWords(date: Date, timeZone: string): string {
  return `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(date)} ${timeZone}`;
}
