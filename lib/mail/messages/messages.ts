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
  /** `url`: where to reset it. */
  'password-changed': ({ at, url }: { at: Date; url: string }, { product }: Sender): Content => ({
    subject: `Your ${product} password was changed`,
    blocks: [
      'Hello,',
      `The password of your ${product} account was changed on ${inWords(at)}. Other devices and applications have to sign in again.`,
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

function inWords(date: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(date).concat(' UTC');
}
