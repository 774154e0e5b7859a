import type { Person } from '@/lib/accounts/ports';
import { publicNameOf } from '@/lib/accounts/profile/public-name';
import type { KeptPicture } from '@/lib/avatars/delivery/picture-memory';
import type { AddressState, Avatar, Drawing } from '@/lib/avatars/ports';
import { PUBLIC_PICTURE } from '@/lib/http/cache-headers';
import { tagMatches } from '@/lib/http/conditional';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import type { PictureAnswer } from '@/lib/http/pictures/picture-answer';
import { definePictureEndpoint, publicPicture } from '@/lib/http/pictures/picture-endpoint';
import type { MadeFrom } from '@/lib/http/response-cache/made-from';
import { OUTPUT_FORMATS, type OutputFormat } from '@/lib/imaging/media-types';
import { type Fallback, NO_HASH, type PictureOptions, parseOptions, STYLES } from './parameters';

/** `max-age` in seconds; shorter for a missing picture, which may be uploaded soon. */
const SECONDS = { picture: 300, missing: 60 } as const;

/** Shown for an unknown hash if the URL names no fallback. Gravatar shows its logo there. */
const SILHOUETTE = { kind: 'drawing', drawing: { style: 'mp', seed: '' } } as const satisfies Fallback;

interface Picture {
  kind: 'picture';
  tag: string;
  format: OutputFormat;
  /** null if the client has a fresh copy (304). */
  found: { bytes: Uint8Array<ArrayBuffer>; kept?: KeptPicture } | null;
}

type Known = (tag: string) => boolean;

/**
 * `GET /avatar/{md5 or sha256}[.ext]`, `/avatar` and `/avatar.php` with `gravatar_id`: the picture of the person whose e-mail address has
 * this hash, as Gravatar and Libravatar serve it.
 */
export const getByHash = definePictureEndpoint({
  parse: (head, { who = '' }) => ({ options: parseOptions(who, head), known: (tag: string) => tagMatches(head, tag) }),
  answer({ options, known }, services) {
    const { avatars } = services;
    return avatars.showing(
      () => avatars.shownByEmailHash(options.hash),
      async (state) => {
        const picture = state ? await pictureOf(state, options, known, services) : await upstreamPicture(options, known, services);
        if (picture === 'moved') return undefined;
        // An address without a picture looks like one without an account.
        const person = state && state.shows !== 'none' ? state.person : null;
        const shown = picture ?? (await fallbackFor(person, options, known, services));
        return answerWith(shown, options.negotiated, ownerOf(state?.person ?? null, options, services));
      },
    );
  },
});

function answerWith(
  shown: Picture | Exclude<Fallback, { kind: 'drawing' }>,
  negotiated: boolean,
  owner: MadeFrom['owner'] | null,
): PictureAnswer {
  const madeFrom = owner && { owner };
  switch (shown.kind) {
    case 'missing':
      return { status: 404, headers: { ...OPEN_TO_ALL, ...keptFor(SECONDS.missing) }, body: null, madeFrom };
    case 'elsewhere':
      return { status: 302, headers: { ...OPEN_TO_ALL, ...keptFor(SECONDS.picture), location: shown.url }, body: null, madeFrom };
    case 'picture':
      return pictureAnswer(shown, negotiated, owner);
  }
}

/** null for a fallback that another service's picture may replace without an event: it is made anew for each request. */
function ownerOf(person: Person | null, { hash }: PictureOptions, { avatars }: Services): MadeFrom['owner'] | null {
  if (person) return { userId: person.id };
  return avatars.asksUpstreams ? null : { hash };
}

/** `OPTIONS /avatar/{hash}`: the values of `d`, one on each line. */
export const listStyles = defineEndpoint({
  ...publicPicture,
  parse: () => null,
  core: () => ['404', ...STYLES.keys()],
  present: (words) => new Response(`${words.join('\n')}\n`, { headers: { ...OPEN_TO_ALL, Allow: 'GET, HEAD, OPTIONS' } }),
});

/** @returns null if the fallback is shown; `moved` if the picture was replaced in the meantime */
async function pictureOf(
  { shows, avatar, generatedKey }: AddressState,
  { forced, side, format, fallback }: PictureOptions,
  known: Known,
  { customSizes }: Services,
): Promise<Picture | 'moved' | null> {
  if (forced || shows === 'none' || (!avatar && fallback)) return null;
  const key = avatar?.key ?? generatedKey;
  const tag = tagOf(key, side, format);
  if (known(tag)) return { kind: 'picture', tag, format, found: null };
  const delivery = await customSizes.rendition({ key, side, format, ...(isMoving(avatar, format) && { still: true }) });
  return delivery.kind === 'found' ? { kind: 'picture', tag, format, found: delivery } : 'moved';
}

/** @returns null if the fallback is shown */
async function upstreamPicture(
  { hash, side, format, forced }: PictureOptions,
  known: Known,
  { avatars, customSizes, policies }: Services,
): Promise<Picture | null> {
  if (forced || hash === NO_HASH || !avatars.asksUpstreams || !(await policies.policy()).hashLookup) return null;
  const picture = await avatars.upstreamPicture(hash);
  if (!picture) return null;
  const tag = tagOf(picture.key, side, format);
  // Not stored whole: it may be another one tomorrow.
  return { kind: 'picture', tag, format, found: known(tag) ? null : { bytes: await customSizes.upstream(picture, side, format) } };
}

async function fallbackFor(person: Person | null, { side, fallback, ...options }: PictureOptions, known: Known, { customSizes }: Services) {
  const shown = fallback ?? SILHOUETTE;
  if (shown.kind !== 'drawing') return shown;
  const drawing = withNameOf(person, shown.drawing);
  const format = formatOf(drawing, options);
  const tag = tagOf(customSizes.keyOf(drawing), side, format);
  const kept = known(tag) ? null : await customSizes.drawing(drawing, side, format);
  return { kind: 'picture', tag, format, found: kept && { bytes: kept.bytes, kept } } satisfies Picture;
}

/** People with an account are drawn with their initials even if the URL has none. */
function withNameOf(person: Person | null, drawing: Drawing): Drawing {
  return drawing.style === 'initials' && person && !drawing.name ? { ...drawing, name: publicNameOf(person) } : drawing;
}

/** JPEG has no transparency, so `blank` is PNG even if the client asks for JPEG. */
function formatOf({ style }: Drawing, { drawingFormat }: Pick<PictureOptions, 'drawingFormat'>): OutputFormat {
  return style === 'blank' && drawingFormat === 'jpg' ? 'png' : drawingFormat;
}

function pictureAnswer({ tag, format, found }: Picture, negotiated: boolean, owner: MadeFrom['owner'] | null): PictureAnswer {
  const headers = { ...PUBLIC_PICTURE, ...keptFor(SECONDS.picture), ...(negotiated && { vary: 'Accept' }), etag: tag };
  if (!found) return { status: 304, headers, body: null, madeFrom: null };
  const { bytes, kept } = found;
  return {
    status: 200,
    headers: { ...headers, 'content-type': OUTPUT_FORMATS[format], 'content-length': String(bytes.byteLength) },
    body: bytes,
    madeFrom: owner && kept ? { owner, picture: kept } : null,
  };
}

function tagOf(key: string, side: number, format: OutputFormat): string {
  return `"${key}-${side}px-${format}"`;
}

const keptFor = (seconds: number) => ({ 'cache-control': `public, max-age=${seconds}` });

/** Lets pages that draw the picture on a canvas read this response as well. */
const OPEN_TO_ALL = { 'access-control-allow-origin': '*' };

/** Whether the rendition would be animated, which Gravatar's clients do not expect. */
function isMoving(avatar: Avatar | null, format: OutputFormat): boolean {
  return avatar?.animation === 'kept' && format === 'webp';
}
