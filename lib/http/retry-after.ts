import type { Failure, FailureCode } from './endpoint';

/** The codes whose details have `retryAfterSeconds`. */
type RetryCode = {
  [Code in FailureCode]: Failure<Code>['error']['details'] extends { retryAfterSeconds: number } ? Code : never;
}[FailureCode];

/** `Retry-After` of a row for these codes. */
export function retryAfter({ error: { details } }: Failure<RetryCode>): { 'Retry-After': string } {
  return retryAfterHeader(details);
}

/** `Retry-After` in whole seconds, as RFC 9110 section 10.2.3 requires, rounded up. */
export function retryAfterHeader({ retryAfterSeconds }: { retryAfterSeconds: number }): { 'Retry-After': string } {
  return { 'Retry-After': String(Math.ceil(retryAfterSeconds)) };
}
