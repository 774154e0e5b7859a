import type { ErrorDetails } from '@/lib/errors';

/** `Retry-After` of a failure that says when to try again: in whole seconds, as RFC 9110 section 10.2.3 has it, and never too early. */
export function retryAfter({ retryAfterSeconds }: ErrorDetails): { 'Retry-After'?: string } {
  return typeof retryAfterSeconds === 'number' ? { 'Retry-After': String(Math.ceil(retryAfterSeconds)) } : {};
}
