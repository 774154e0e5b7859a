import type { Failure } from './failure';

/** Message for a failure that concerns no single field. */
export function errorMessage({ code, detail }: Failure): string {
  if (code === 'offline') return 'You are offline. Try again once you are connected.';
  if (code === 'unreachable') return 'The server could not be reached. Try again in a moment.';
  if (code === 'not_authenticated') return 'You have been signed out. Reload the page to sign in again.';
  return detail || 'Something went wrong. Try again in a moment.';
}
