import type { Avatar, AvatarState } from '@/lib/avatars/ports';
import { isAvatarError } from '@/lib/errors';
import type { Services } from '@/lib/http/endpoint';
import { FORMATS } from '@/lib/imaging/media-types';
import { EAGER_SIZES } from '@/lib/imaging/sizes';
import { versionResource } from '../kept/resource';
import { avatarResource } from '../resource';

/** A file of the archive. */
export interface ExportedFile {
  name: string;
  input: string | AsyncGenerator<Uint8Array>;
  lastModified: Date;
}

/** The entry of a file in `pictures.json`. `problem` is why it is missing. */
type FileNote = { file: string } | { file: null; problem: string };

export interface ExportParts {
  state: AvatarState;
  history: readonly Avatar[];
  /** Contents of the JSON files, by name without the extension. */
  data: Readonly<Record<string, unknown>>;
  exportedAt: Date;
  services: Pick<Services, 'avatars' | 'baseUrl'>;
}

const PIECE_BYTES = 64 * 1024;

const README = `Your data at Likeness

account.json    names, e-mail address, language, time zone, role, and when the account will be deleted, if so
addresses.json  your e-mail addresses, and the picture that each shows
audit.json      what you and others did with your account, without the network addresses of others
identities.json the accounts at a provider with which you sign in
keys.json       your API keys, without their secrets, which the server does not keep
messages.json   messages to you of the last days, without their text, which has links that must stay secret
moderation.json until when your picture is locked, and what others did last with it
networks.json   when you signed in last from each network that the server knows; it keeps no network in clear
sessions.json   where you are signed in
pictures.json   your current picture and its history: description, crop, and the file of each
originals/      the files that you uploaded, unchanged, by the id of their version
renditions/     your current picture in the sizes that most applications ask for

Dates are in UTC. A file that could not be read has a "problem" in pictures.json.
`;

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Reads one file at a time, when the archive is ready for it. `pictures.json` is last: it says which files could not be read. */
export async function* exportedFiles({ state, history, data, exportedAt, services }: ExportParts): AsyncGenerator<ExportedFile> {
  const { avatars, baseUrl } = services;
  yield { name: 'README.txt', input: README, lastModified: exportedAt };
  for (const [name, value] of Object.entries(data)) yield { name: `${name}.json`, input: json(value), lastModified: exportedAt };

  const versions: object[] = [];
  for (const version of history) {
    const name = `originals/${version.id}${FORMATS[version.format].extensions[0]}`;
    const read = await attempt(name, () => avatars.readOriginal(version));
    if (read.bytes) yield { name, input: pieces(read.bytes), lastModified: version.createdAt };
    versions.push({ ...versionResource(version, state.avatar?.id), ...read.note, ...detailsOf(version) });
  }

  const renditions: object[] = [];
  for (const size of EAGER_SIZES) {
    const name = `renditions/${size}.webp`;
    const read = await attempt(name, async () => {
      const delivery = await avatars.rendition({ key: state.avatar?.key ?? state.generatedKey, size, format: 'webp' });
      return delivery.kind === 'found' ? delivery.bytes : null;
    });
    if (read.bytes) yield { name, input: pieces(read.bytes), lastModified: state.avatar?.createdAt ?? exportedAt };
    renditions.push({ size, ...read.note });
  }
  const pictures = { current: avatarResource(state, baseUrl, true), versions, renditions };
  yield { name: 'pictures.json', input: json(pictures), lastModified: exportedAt };
}

/** The checksum of a whole original would hold up every other request for as long as it takes. */
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

function detailsOf({ format, width, height, crop, background, stillFrame, sourceBytes, sourceSha256 }: Avatar) {
  return { format, width, height, crop, background, stillFrame, bytes: sourceBytes, sha256: sourceSha256 };
}

/** A file that the storage lacks or has damaged must not cost the person all others. */
async function attempt(file: string, read: () => Promise<Uint8Array | null>): Promise<{ bytes: Uint8Array | null; note: FileNote }> {
  try {
    const bytes = await read();
    return { bytes, note: bytes ? { file } : { file: null, problem: 'It was replaced in the meantime.' } };
  } catch (error) {
    if (!isAvatarError(error)) throw error;
    return { bytes: null, note: { file: null, problem: error.message } };
  }
}
