import { LRUCache } from 'lru-cache';
import { type AvatarError, isAvatarError } from '@/lib/errors';
import { encodeRendition } from '@/lib/imaging/encode/encoders';
import { cropSquare } from '@/lib/imaging/encode/render';
import { resolveCrop } from '@/lib/imaging/geometry/crop';
import { DEFAULT_BACKGROUND } from '@/lib/imaging/limits';
import type { DecodeQueue } from '@/lib/scheduling/decode-queue';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { createSingleFlight } from '@/lib/scheduling/single-flight';
import {
  GRAVATAR_TIMEOUT_MS,
  MAX_GRAVATAR_BYTES,
  MAX_GRAVATAR_REQUESTS,
  UPSTREAM_BYTES,
  UPSTREAM_KEPT_MS,
  UPSTREAM_RETRY_MS,
} from '../limits';
import type { Pipeline } from '../pipeline';
import type { AvatarService, PicturePolicy } from '../ports';
import { sha256 } from '../record';
import type { Bytes } from './picture-memory';

/** The picture that another service has for an e-mail hash. */
export interface UpstreamPicture {
  /** 40 hexadecimal characters that change with the picture. */
  key: string;
  /** A square of at most 1,024 pixels, encoded by this server. */
  square: Bytes;
}

/** Pictures of e-mail hashes that have no account here, from other Gravatar or Libravatar services. */
export interface Upstream {
  /** null if no service has one, or none answers. Never throws. @param hash MD5 or SHA-256, hexadecimal in lower case */
  pictureOf(hash: string): Promise<UpstreamPicture | null>;
}

export interface UpstreamParts {
  /** Asked in this order; the first picture wins. */
  services: readonly AvatarService[];
  pipeline: Pick<Pipeline, 'inspectUpload'>;
  decodeQueue: DecodeQueue;
  report: (error: unknown) => void;
}

/** The administrator's policy is for the pictures of accounts. */
const NO_POLICY: PicturePolicy = { avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: [] };

/** Memory of an entry besides its picture, in bytes. */
const ENTRY_BYTES = 300;

/** Errors of this server, after which the same picture may be usable. */
const PASSING: readonly AvatarError['code'][] = ['busy', 'storage_failed', 'database_unavailable'];

/**
 * The server asks in place of the visitor, whose address does not leave. Answers are kept for a day, also that there is no picture; after
 * a failure the services are asked again in some minutes.
 */
export function createUpstream({ services, pipeline, decodeQueue, report }: UpstreamParts): Upstream {
  const answers = new LRUCache<string, { picture: UpstreamPicture | null }>({
    maxSize: UPSTREAM_BYTES,
    sizeCalculation: ({ picture }) => ENTRY_BYTES + (picture?.square.byteLength ?? 0),
    ttl: UPSTREAM_KEPT_MS,
    perf: { now: () => Date.now() },
    ttlResolution: 0,
  });
  const singleFlight = createSingleFlight<UpstreamPicture | null>();
  const requests = createSemaphore({ tasks: MAX_GRAVATAR_REQUESTS });
  const cost = { bytes: MAX_GRAVATAR_BYTES, seconds: GRAVATAR_TIMEOUT_MS / 1000 };

  /** Validates a picture like an upload and encodes its middle. @throws AvatarError if it cannot be used */
  async function toSquare(bytes: Uint8Array): Promise<Bytes> {
    const source = await pipeline.inspectUpload(NO_POLICY, { bytes });
    const framing = { crop: resolveCrop(source), background: DEFAULT_BACKGROUND };
    const square = await decodeQueue.run(source, (checked, deadline) => cropSquare(checked, source, framing, deadline), framing.crop.width);
    return new Uint8Array(await encodeRendition(square, 'full', 'webp'));
  }

  /** `isFinal`: whether the answer may be kept for a day. */
  async function ask(hash: string): Promise<{ picture: UpstreamPicture | null; isFinal: boolean }> {
    // One limit for all services: a visitor waits for them.
    const signal = AbortSignal.timeout(GRAVATAR_TIMEOUT_MS);
    let isFinal = true;
    for (const service of services) {
      const answer = await service.pictureOfHash(hash, signal);
      if (answer.kind === 'failed') isFinal = false;
      if (answer.kind !== 'picture') continue;
      try {
        const square = await toSquare(answer.bytes);
        return { picture: { key: sha256(square).slice(0, 40), square }, isFinal: true };
      } catch (error) {
        if (!isAvatarError(error)) throw error;
        // Another service may have a picture that can be used.
        if (PASSING.includes(error.code)) isFinal = false;
      }
    }
    return { picture: null, isFinal };
  }

  async function lookUp(hash: string): Promise<UpstreamPicture | null> {
    try {
      const { picture, isFinal } = await requests.run(cost, () => ask(hash));
      answers.set(hash, { picture }, isFinal ? {} : { ttl: UPSTREAM_RETRY_MS });
      return picture;
    } catch (error) {
      // Without a free turn, the visitor gets the fallback, and the next one may have more luck.
      if (!isAvatarError(error)) report(error);
      return null;
    }
  }

  return {
    async pictureOf(hash) {
      const known = answers.get(hash);
      return known ? known.picture : singleFlight(hash, () => lookUp(hash));
    },
  };
}
