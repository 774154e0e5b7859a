import { type Language, localeOf } from '@/lib/languages/languages';
import { type Block, type Content, type Rendered, render } from './layout';
import { type MailKey, textsOf } from './texts';

/** Settings that messages show. */
export interface Sender {
  /** Name of the product. */
  product: string;
}

/** Writes in the language of a message. */
interface Writer {
  /** The text of a key of `messages/<language>/mail.json`. Each may name the product. */
  text(key: MailKey, values?: Record<string, string>): string;
  link(url: string, key: MailKey): Block;
  /** A date with its time. */
  moment(date: Date, timeZone: string): string;
}

/**
 * Every kind of message, as a function of its data. Messages contain no text that an account chose, such as a name: an account can be
 * opened with the address of another person, who must not be sent an advertisement in this way.
 */
const KINDS = {
  'reset-password': ({ url }: { url: string; expiresAt: Date }, { text, link }: Writer): Content => ({
    subject: text('reset-password.subject'),
    blocks: [text('greeting'), text('reset-password.intro'), link(url, 'reset-password.link'), text('reset-password.ignore')],
  }),
  /** `forgotUrl`: where to ask for another link. */
  'account-opened': ({ url, forgotUrl }: { url: string; forgotUrl: string; expiresAt: Date }, { text, link }: Writer): Content => ({
    subject: text('account-opened.subject'),
    blocks: [
      text('greeting'),
      text('account-opened.intro'),
      link(url, 'account-opened.link'),
      text('account-opened.later'),
      link(forgotUrl, 'account-opened.again'),
      text('account-opened.ignore'),
    ],
  }),
  'confirm-sign-up': ({ url }: { url: string; expiresAt: Date }, { text, link }: Writer): Content => ({
    subject: text('confirm-sign-up.subject'),
    blocks: [text('greeting'), text('confirm-sign-up.intro'), link(url, 'confirm-sign-up.link'), text('confirm-sign-up.ignore')],
  }),
  invite: ({ url }: { url: string; expiresAt: Date }, { text, link }: Writer): Content => ({
    subject: text('invite.subject'),
    blocks: [text('greeting'), text('invite.intro'), link(url, 'invite.link'), text('invite.ignore')],
  }),
  'account-exists': ({ url, resetUrl }: { url: string; resetUrl: string }, { text, link }: Writer): Content => ({
    subject: text('account-exists.subject'),
    blocks: [
      text('greeting'),
      text('account-exists.intro'),
      link(url, 'account-exists.link'),
      text('account-exists.reset'),
      link(resetUrl, 'account-exists.resetLink'),
      text('account-exists.ignore'),
    ],
  }),
  'verify-address': ({ url }: { url: string; expiresAt: Date }, { text, link }: Writer): Content => ({
    subject: text('verify-address.subject'),
    blocks: [text('greeting'), text('verify-address.intro'), link(url, 'verify-address.link'), text('verify-address.ignore')],
  }),
  'address-in-use': (_data: object, { text }: Writer): Content => ({
    subject: text('address-in-use.subject'),
    blocks: [text('greeting'), text('address-in-use.intro'), text('address-in-use.both')],
  }),
  /** `url`: where to remove it. */
  'address-added': ({ url }: { url: string }, { text, link }: Writer): Content => ({
    subject: text('address-added.subject'),
    blocks: [text('greeting'), text('address-added.intro'), text('address-added.remove'), link(url, 'address-added.link')],
  }),
  /** `url`: where to reset it. `timeZone`: of the person; null: UTC. */
  'password-changed': (
    { at, timeZone, url }: { at: Date; timeZone: string | null; url: string },
    { text, link, moment }: Writer,
  ): Content => ({
    subject: text('password-changed.subject'),
    blocks: [
      text('greeting'),
      // With the name of the time zone, which the reader may not be in.
      text('password-changed.intro', { at: moment(at, timeZone ?? 'UTC'), timeZone: timeZone ?? 'UTC' }),
      text('password-changed.reset'),
      link(url, 'password-changed.link'),
    ],
  }),
};

type Kinds = typeof KINDS;
export type MessageKind = keyof Kinds;
type DataOf = { [Kind in MessageKind]: Parameters<Kinds[Kind]>[0] };
/** `language`: that of the account; null if it has chosen none. */
type MessageOf<Kind extends MessageKind> = { to: string; language: string | null; kind: Kind } & DataOf[Kind];

/** A message to one address, with the data of its kind. With `expiresAt`, it is not sent afterwards. */
export type Message = { [Kind in MessageKind]: MessageOf<Kind> }[MessageKind];

const WRITERS: { [Kind in MessageKind]: (data: DataOf[Kind], writer: Writer) => Content } = KINDS;

/** Every kind of message. */
export const MESSAGE_KINDS = Object.keys(KINDS) as MessageKind[];

export function renderMessage<Kind extends MessageKind>(message: MessageOf<Kind>, { product }: Sender, language: Language): Rendered {
  return render(WRITERS[message.kind](message, writerOf(language, product)), product, language);
}

function writerOf(language: Language, product: string): Writer {
  const texts = textsOf(language);
  const text: Writer['text'] = (key, values) => texts(key, { product, ...values });
  return {
    text,
    link: (url, key) => ({ url, label: text(key), heading: text('heading', { label: text(key) }) }),
    moment: (date, timeZone) =>
      new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeStyle: 'short', timeZone }).format(date),
  };
}
