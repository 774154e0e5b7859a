import type { NextAuthOptions } from 'next-auth';
import type { Verification } from '@/lib/accounts/addresses/verification';
import type { Administration } from '@/lib/accounts/administration/ports';
import type { IdempotencyRecords } from '@/lib/accounts/idempotency-ports';
import type { OidcSignIn } from '@/lib/accounts/identities/sign-in';
import type { PasswordResets } from '@/lib/accounts/password-resets/password-resets';
import type { Accounts, Credentials, Principal, SignedIn } from '@/lib/accounts/ports';
import type { Allowance } from '@/lib/accounts/rate-limit-ports';
import type { Registration } from '@/lib/accounts/registration/registration';
import type { Setup } from '@/lib/accounts/registration/setup';
import type { ServiceKeys, ServicePrincipal, ServiceScope } from '@/lib/accounts/service-keys/ports';
import type { Tokens } from '@/lib/accounts/tokens';
import type { AuditRecords } from '@/lib/audit/ports';
import type { Avatars } from '@/lib/avatars/avatars';
import type { CustomSizes } from '@/lib/avatars/delivery/custom-sizes';
import type { Erasures } from '@/lib/avatars/erasure/erase';
import type { MaintenanceResult } from '@/lib/avatars/maintenance/maintenance';
import type { ModerationRecords } from '@/lib/avatars/moderation/ports';
import type { PolicyRecords } from '@/lib/avatars/ports';
import type { DirectoryPicture } from '@/lib/avatars/provider/directory-picture';
import type { DirectUploads } from '@/lib/avatars/uploads/direct-uploads';
import type { FetchPicture } from '@/lib/avatars/web/fetch-picture';
import type { AvatarError, AvatarErrorCode, ErrorDetails, OptionalErrorCode } from '@/lib/errors';
import type { Doctor } from '@/lib/health/doctor/doctor';
import type { Readiness } from '@/lib/health/readiness';
import type { InputFormat } from '@/lib/imaging/media-types';
import type { PeopleImport } from '@/lib/import/people';
import type { Outbox } from '@/lib/mail/outbox';
import type { MetricsExporter } from '@/lib/metrics/metrics';
import type { RequestBody } from './body/body';
import type { EventStreams } from './event-streams/event-streams';
import type { PictureAnswer } from './pictures/picture-answer';
import type { RequestHead } from './pictures/request-head';
import type { MadeFrom } from './response-cache/made-from';

/** Dependencies of endpoints. */
export interface Services {
  avatars: Avatars;
  customSizes: CustomSizes;
  /** Tells clients of changes. */
  streams: EventStreams;
  accounts: Accounts;
  /** Creates the first administrator. */
  setup: Setup;
  passwordResets: PasswordResets;
  verification: Verification;
  /** Messages that were queued. */
  outbox: Outbox;
  audit: Pick<AuditRecords, 'listAudit'>;
  /** Changes of accounts by administrators. */
  administration: Administration;
  peopleImport: PeopleImport;
  moderation: Pick<ModerationRecords, 'lockPicture' | 'blockedFiles' | 'unblockFile'>;
  registration: Registration;
  /** Sign-in with a provider; undefined: there is none. */
  oidc?: OidcSignIn | undefined;
  serviceKeys: ServiceKeys;
  replies: IdempotencyRecords;
  tokens: Tokens;
  policies: PolicyRecords;
  /** Configuration of next-auth, which signs people in on our pages. */
  nextAuth: NextAuthOptions;
  /** Maintenance on request, where the process has no timer; undefined: there is none. */
  cron?: { secret: string; run(): Promise<MaintenanceResult> };
  /** Resolves when the work is done that responses did not wait for. */
  settled(): Promise<void>;
  /** Checks the connection to the database. @throws AvatarError database_unavailable */
  ping(): Promise<void>;
  /** Checks every dependency of this process. */
  readiness(): Promise<Readiness>;
  doctor: Doctor;
  /** Metrics for the bearer of this token; undefined if they are not served on this port. */
  metrics: { token: string; exporter: MetricsExporter } | undefined;
  /** The public origin without a trailing slash, for absolute URLs. */
  baseUrl: string;
  /** Name of the session cookie; it depends on the scheme of `baseUrl`. */
  sessionCookie: string;
  /** Where visitors can read an object of the storage without this server; null: nowhere. */
  publicUrl(path: string): string | null;
  /** Deletes accounts. */
  erasures: Erasures;
  /** Uploads from clients straight to the store; undefined if it takes none. */
  directUploads?: DirectUploads | undefined;
  /** The picture that the provider has of a person; undefined: there is no provider. */
  directoryPicture?: DirectoryPicture | undefined;
  /** Fetches a picture from its address; undefined: this server fetches none. */
  fetchPicture?: FetchPicture | undefined;
  /** Largest upload in bytes for APIs without a limit of their own. */
  maxUploadBytes: number;
  /** Base URL of the configured Gravatar, without a trailing slash. undefined: each API redirects where its original does. */
  gravatarUrl: string | undefined;
  /** Formats that APIs without a list of their own accept and this installation decodes. */
  formats: readonly InputFormat[];
}

/** Variable segments of the path by name, percent-decoded. */
export type Params = Readonly<Record<string, string>>;

/** The context of an admitted request. */
export interface Context<P extends Principal | ServicePrincipal | null = Principal | null> {
  principal: P;
  params: Params;
  body: RequestBody;
  services: Services;
  /** Signs in with a password, within the rate limits. @throws AvatarError rate_limited */
  signIn(email: string, password: string): Promise<SignedIn | null>;
  /** Verifies the credentials again, for a response that may outlast them. @returns null if they are no longer valid */
  authenticateAgain(): Promise<Principal | null>;
  /**
   * Checks that the credentials are still valid, for a response that goes on changing data.
   * @throws AvatarError invalid_credentials
   */
  requireCurrent(): Promise<Principal | ServicePrincipal>;
  /**
   * Admits another change of a request with several: credentials that have ended, and passwords, are refused, and it counts as a
   * request of its own.
   * @throws AvatarError invalid_credentials, rate_limited, storage_full
   */
  admitAnother(): Promise<Principal | ServicePrincipal>;
  /** The failure that an error is, for a part of a response. It is logged like one of the whole request. */
  failureOf(error: unknown): Failure;
}

/** Failures outside the core: a method that the path does not have, and every error that is not an `AvatarError`. */
interface ServingErrorDetails {
  /** `allowed` lists the methods of the path. */
  method_not_allowed: { allowed: readonly string[] };
  internal: Record<string, never>;
}

/** The type of the details of each code that a table has a row for. */
export interface FailureDetails extends ErrorDetails, ServingErrorDetails {}

export type FailureCode = keyof FailureDetails;

/** A failure that a dialect is about to write. Comparing `error.code` narrows `error.details`. */
export interface Failure<Code extends FailureCode = FailureCode> {
  error: { [C in Code]: { readonly code: C; readonly message: string; readonly details: FailureDetails[C] } }[Code];
  requestId: string;
  request: Request;
}

/** Renders the response for failures of these codes. */
export type WireError<Code extends FailureCode = FailureCode> = (failure: Failure<Code>) => Response;

/**
 * The error table of a dialect: a row for each code, which receives the details of that code. A table without a row for a code does not
 * compile. Rows for accounts and direct uploads are optional; a code without a row is rendered as `internal`.
 */
export type WireErrors = { [Code in AvatarErrorCode | keyof ServingErrorDetails]: WireError<Code> } & {
  [Code in OptionalErrorCode]?: WireError<Code>;
};

/** The rows of a table by code, for looking one up. */
type Rows = { [Code in FailureCode]?: WireError<Code> };

/** @returns undefined if the table has no row for the code */
export function wireResponse<Code extends FailureCode>(errors: Rows, failure: Failure<Code>): Response | undefined {
  const code: Code = failure.error.code;
  return errors[code]?.(failure);
}

/** Why credentials were not accepted: they are wrong, too many wrong ones came, or they are right and of a disabled account. */
export type RefusedCredentials = AvatarError<'invalid_credentials'> | AvatarError<'rate_limited'> | AvatarError<'account_disabled'>;

/** `anyone` needs no credentials; `person` needs valid ones; `operator` needs those of a person, or a service key. */
export type Access = 'anyone' | 'person' | 'operator';

export type PrincipalFor<A extends Access> = A extends 'person'
  ? Principal
  : A extends 'operator'
    ? Principal | ServicePrincipal
    : Principal | null;

/** The rules of an endpoint for admission, which precedes the body. */
export interface AdmissionRules<A extends Access = Access> {
  access: A;
  /** For `operator`: the scope that a service key needs. Service keys are no credentials anywhere else. */
  serviceScope?: ServiceScope;
  /** Reads headers only, so that unauthenticated clients cannot make the server read a body. */
  credentials(request: Request, services: Services): Credentials;
  /** Whether Basic may carry the account password in place of an API key. */
  allowPassword?: boolean | ((request: Request) => boolean);
  /**
   * Which wrong credentials are treated as none. By default all of them are refused. With access `anyone`, ignored credentials are not
   * refused by the rate limit either.
   */
  ignoresCredentials?(error: RefusedCredentials, request: Request): boolean;
  /** Whether requests count against the rate limit. Default: requests that write or carry a password. */
  limited?: boolean;
  /**
   * Whether requests need free disk space; without it they fail with storage_full. `removal` may use the space that is held back for those.
   * Default: every method but GET, HEAD and OPTIONS, and removal for DELETE.
   */
  writes?: boolean | 'removal';
}

/** One operation of an API. `serve` runs the parts in this order, from the cheapest to the most expensive. */
export interface EndpointDefinition<A extends Access, Command, Result> extends AdmissionRules<A> {
  /** Whether an `Idempotency-Key` replays the first response, and which fields of its JSON are not stored for that. */
  idempotent?: boolean | { without: readonly string[] };
  /**
   * Whether the Node adapter serves GET and HEAD without Next.js, which takes longer than most reads. Present a `BytesResponse`: its body is
   * sent as it is.
   */
  nodeAdapter?: boolean;
  /** Reads the rest of the request, bounded, without side effects. */
  parse(request: Request, context: Context<PrincipalFor<A>>): Promise<Command> | Command;
  core(command: Command, context: Context<PrincipalFor<A>>): Promise<Result> | Result;
  present(result: Result, request: Request, context: Context<PrincipalFor<A>>): Response;
  /**
   * Sources of the response besides path, query and `Accept`, so that it can be stored until that changes. null: it may not be
   * stored. Default: none is. The endpoint must be for the Node adapter, and its response may depend on nothing else.
   */
  madeFrom?(result: Result): MadeFrom | null;
  errors: WireErrors;
  /** Headers of every response of this dialect, including failures. */
  headers?(request: Request, allowance: Allowance | undefined): Record<string, string>;
}

/** An operation whose command and result types are known to its definition only. */
export interface Endpoint {
  readonly nodeAdapter: boolean;
  /** Name of the dialect in logs and metrics; undefined outside a route table. */
  readonly dialect?: string;
  /** Answers GET of a public picture, without `serve`. It may fail as the endpoint does. */
  readonly picture?: (head: RequestHead, params: Params, services: Services) => Promise<PictureAnswer>;
  /** Calls `run` with the definition. */
  use<T>(run: <A extends Access, Command, Result>(definition: EndpointDefinition<A, Command, Result>) => T): T;
}

/** Infers the types of the parts from one another, then closes over them. */
export function defineEndpoint<A extends Access, Command, Result>(definition: EndpointDefinition<A, Command, Result>): Endpoint {
  return { nodeAdapter: definition.nodeAdapter ?? false, use: (run) => run(definition) };
}
