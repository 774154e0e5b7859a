import type { IdentityRecords } from '@/lib/accounts/identities/ports';
import type { Counters } from '@/lib/accounts/rate-limit-ports';
import { AvatarError } from '@/lib/errors';
import type { InputFormat } from '@/lib/imaging/media-types';
import { type Cost, createSemaphore } from '@/lib/scheduling/semaphore';
import type { Change } from '../change';
import { GRAVATAR_TIMEOUT_MS, MAX_GRAVATAR_BYTES, MAX_GRAVATAR_REQUESTS, WEB_PICTURES_PER_HOUR } from '../limits';
import { createPermission } from '../permission';
import type { AvatarRecords } from '../ports';
import { createHourlyLimit } from '../uploads/hourly-limit';
import { type FetchedPicture, inspectFetched } from '../web/fetch-picture';
import type { PictureAt } from './provider-picture';

/** The picture that the provider has of a person, for the person to frame. */
export interface DirectoryPicture {
  /** Whether the provider gave one as the person signed in last. */
  isKnown(userId: number): Promise<boolean>;
  /**
   * Fetches it. Nothing is stored.
   * @throws AvatarError forbidden, changes_disabled, no_picture, rate_limited, busy, address_unreachable, and all that refuses an upload by
   *   its header
   */
  fetch(change: Change): Promise<FetchedPicture>;
}

export interface DirectoryPictureParts {
  records: Pick<AvatarRecords, 'policy' | 'stateOf' | 'restrictions'> & Pick<IdentityRecords, 'identitiesOf'>;
  pictureAt: PictureAt;
  /** Of the provider that is configured now. */
  issuer: string;
  counters: Counters;
  maxUploadBytes: number;
  formats: readonly InputFormat[];
  now?: () => number;
}

/** Upper bound of the memory and time of one request. */
const REQUEST_COST: Cost = { bytes: MAX_GRAVATAR_BYTES, seconds: GRAVATAR_TIMEOUT_MS / 1000 };

export function createDirectoryPicture(parts: DirectoryPictureParts): DirectoryPicture {
  const { records, pictureAt, issuer, counters, maxUploadBytes, formats, now = Date.now } = parts;
  const permission = createPermission(records);
  const requests = createSemaphore({ tasks: MAX_GRAVATAR_REQUESTS });
  const count = createHourlyLimit({ counters, name: 'directory-picture', what: 'requests', limit: WEB_PICTURES_PER_HOUR, now });

  async function urlOf(userId: number): Promise<string | null> {
    const identities = await records.identitiesOf(userId);
    return identities.find((identity) => identity.issuer === issuer)?.pictureUrl ?? null;
  }

  return {
    isKnown: async (userId) => (await urlOf(userId)) !== null,
    async fetch(change) {
      const policy = await permission.authorize(change);
      const url = await urlOf(change.userId);
      if (url === null) throw new AvatarError('no_picture', 'Your organization has no picture of you.');
      await count(change.userId);
      const answer = await requests.run(REQUEST_COST, () => pictureAt(url));
      if (answer.kind === 'none') throw new AvatarError('no_picture', 'Your organization has no picture of you any more.');
      if (answer.kind === 'failed') {
        throw new AvatarError('address_unreachable', 'The picture of your organization could not be fetched.', { reason: 'unreachable' });
      }
      const bytes = new Uint8Array(answer.bytes);
      return { bytes, fileName: 'directory', format: await inspectFetched(bytes, { policy, formats, maxUploadBytes }) };
    },
  };
}
