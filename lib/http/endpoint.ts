import type { Accounts, Allowance, Credentials, Person, Principal, ReplyRecords, Tokens } from '@/lib/accounts/ports';
import type { Avatars } from '@/lib/avatars/avatars';
import type { CustomSizes } from '@/lib/avatars/delivery/custom-sizes';
import type { PolicyRecords } from '@/lib/avatars/ports';
import type { AccountErrorCode, AvatarError, AvatarErrorCode, ErrorDetails } from '@/lib/errors';
import type { InputFormat } from '@/lib/imaging/media-types';

/** What endpoints work with. */
export interface Services {
  avatars: Avatars;
  customSizes: CustomSizes;
  accounts: Accounts;
  replies: ReplyRecords;
  tokens: Tokens;
  policies: PolicyRecords;
  /** Whether the database answers. @throws AvatarError database_unavailable */
  ping(): Promise<void>;
  /** The public origin without a slash at the end, for absolute addresses. */
  baseUrl: string;
  /** Name of the session cookie; it depends on the scheme of `baseUrl`. */
  sessionCookie: string;
  /** Largest upload in bytes of the APIs that have no ceiling of their own. */
  maxUploadBytes: number;
  /** Gravatar by the administrator's word, without a slash at the end; undefined: each API leads to where its original does. */
  gravatarUrl: string | undefined;
  /** What those APIs take, and this installation decodes. */
  formats: readonly InputFormat[];
}

/** What is known once the sender is authenticated. */
export interface Context<P extends Principal | null = Principal | null> {
  principal: P;
  /** The variable parts of the address. */
  params: Record<string, string>;
  services: Services;
  /** Signs in with a password, within the bounds on attempts. @throws AvatarError rate_limited */
  signIn(email: string, password: string): Promise<Person | null>;
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

/** Writes the response for failures of these codes. */
export type WireError<Code extends FailureCode = FailureCode> = (failure: Failure<Code>) => Response;

/**
 * The error table of a dialect: a row for each code, which receives the details of that code. A table without a row for a code does not
 * compile. Rows for accounts are optional; a code without a row is answered as `internal`.
 */
export type WireErrors = { [Code in AvatarErrorCode | keyof ServingErrorDetails]: WireError<Code> } & {
  [Code in AccountErrorCode]?: WireError<Code>;
};

/** The rows of a table by code, for looking one up. */
type Rows = { [Code in FailureCode]?: WireError<Code> };

/** @returns undefined if the table has no row for the code */
export function wireResponse<Code extends FailureCode>(errors: Rows, failure: Failure<Code>): Response | undefined {
  const code: Code = failure.error.code;
  return errors[code]?.(failure);
}

/** Why credentials were not accepted: they are wrong, or too many wrong ones came. */
export type RefusedCredentials = AvatarError<'invalid_credentials'> | AvatarError<'rate_limited'>;

/** Who may call: everyone, or people who are signed in. */
export type Access = 'anyone' | 'person';

type PrincipalFor<A extends Access> = A extends 'person' ? Principal : Principal | null;

/**
 * One call of one API, as the five things that it decides; `serve` does the rest. The order is the order in which they run, and work
 * gets dearer from one to the next.
 */
export interface Endpoint<A extends Access = Access, Command = unknown, Result = unknown> {
  access: A;
  /** Reads headers alone, so that strangers cannot make us read a body. */
  credentials(request: Request, services: Services): Credentials;
  /** Whether Basic may carry the account's password in place of an API key. */
  allowPassword?: boolean | ((request: Request) => boolean);
  /**
   * Which wrong credentials count as none; unless given, all of them are refused. Where nobody has to be signed in, they are not refused
   * for their number either.
   */
  ignoresCredentials?(error: RefusedCredentials, request: Request): boolean;
  /** Whether requests are counted; unless said otherwise, those that change something or carry a password. Pictures never are. */
  limited?: boolean;
  /** Whether it needs room on the disk, and is refused with storage_full while there is little. By default all but GET, HEAD and OPTIONS do, DELETE the least. */
  writes?: boolean;
  /** Whether an `Idempotency-Key` replays the first answer, and what of its JSON must not be kept for that. */
  idempotent?: boolean | { without: readonly string[] };
  /** Reads the rest of the request, bounded, without side effects. The body is not read after. */
  parse(request: Request, context: Context<PrincipalFor<A>>): Promise<Command> | Command;
  /** Does it. */
  core(command: Command, context: Context<PrincipalFor<A>>): Promise<Result> | Result;
  present(result: Result, request: Request, context: Context<PrincipalFor<A>>): Response;
  errors: WireErrors;
  /** Headers that every answer of this dialect carries, failures as well. */
  headers?(request: Request, allowance: Allowance | undefined): Record<string, string>;
}

/** Only here so that the types of an endpoint's parts are inferred from one another. */
export function defineEndpoint<A extends Access, Command, Result>(endpoint: Endpoint<A, Command, Result>): Endpoint<A, Command, Result> {
  return endpoint;
}
