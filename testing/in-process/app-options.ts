import type { Proof } from '@/lib/accounts/addresses/ports';
import type { OidcSettings } from '@/lib/accounts/identities/settings';
import type { Role } from '@/lib/accounts/ports';
import type { Counters } from '@/lib/accounts/rate-limit-ports';
import type { RegistrationPolicy } from '@/lib/accounts/registration/ports';
import type { AvatarService, Storage } from '@/lib/avatars/ports';
import type { PictureAt } from '@/lib/avatars/provider/provider-picture';
import type { WebPictures } from '@/lib/avatars/web/ports';
import type { Services } from '@/lib/http/endpoint';
import type { FaceFinder, HeicDecoder } from '@/lib/imaging/types';
import type { Records } from '../records';

export interface TestAppOptions {
  /** Largest upload of the APIs that have no limit of their own. */
  maxUploadBytes?: number;
  userPerMinute?: number;
  addressPerMinute?: number;
  /** Of requests and attempts to sign in, instead of in memory for as long as the app lives. */
  counters?: Counters;
  gravatarUrl?: string;
  /** Whether addresses are proved by mailed links. Default: false. */
  verifiesAddresses?: boolean;
  /** Whether mail leaves the outbox. Default: false. */
  sendsMail?: boolean;
  /** Maintenance on request. Default: none. */
  cron?: Services['cron'];
  /** null: this installation does not decode HEIC. */
  heic?: HeicDecoder | null;
  /** null, the default: first framings go without faces. */
  faces?: FaceFinder | null;
  /** Where objects are kept, instead of in memory. */
  storage?: Storage;
  /** Serves `/metrics` for the bearer of this token. */
  metricsToken?: string;
  /** Services that are asked for hashes without an account. Default: none. */
  upstreams?: readonly AvatarService[];
  /** Whether refreshed tokens come at once; otherwise the response waits until the reuse window closes, as on a server. */
  skipsReuseWindow?: boolean;
  /** Shared with other apps, as processes share a database. */
  records?: Records;
  /** Methods of the records that behave otherwise. */
  replaced?: Partial<Records>;
  /** Interval of the heartbeats of event streams. */
  heartbeatMs?: number;
  /** The provider with which people sign in. Default: none. */
  oidc?: OidcSettings;
  /** Fetches pictures of the provider. Default: none has one. */
  pictureAt?: PictureAt;
  /** Fetches pictures of other sites. Default: none are fetched. */
  web?: WebPictures;
  /** Set by the environment of the server. */
  registration?: RegistrationPolicy;
  /** Whether there is no account yet. Otherwise there is an administrator. */
  empty?: boolean;
}

export interface OpenFields {
  email?: string;
  name?: string;
  password?: string;
  role?: Role;
  /** Of the address. Default: assumed. */
  proof?: Proof;
}
