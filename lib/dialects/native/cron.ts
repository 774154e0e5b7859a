import { createHash, timingSafeEqual } from 'node:crypto';
import type { Credentials } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { defineEndpoint } from '@/lib/http/endpoint';
import { nativeErrors } from '@/lib/http/problem';

/**
 * `GET /api/cron/sweep`: the maintenance that other servers do every hour, for the timer of a platform. Vercel sends the secret as a Bearer
 * token. The request changes nothing that clients see, so that GET is safe enough, and platforms send nothing else.
 */
export const sweep = defineEndpoint({
  access: 'anyone',
  // The secret is no credential of a person.
  credentials: (): Credentials => ({ kind: 'none' }),
  // Guesses count against the client address.
  limited: true,
  errors: nativeErrors,
  parse(request, { services: { cron } }) {
    if (!cron) throw new AvatarError('not_found', 'Nothing exists at this path.');
    if (!isSame(request.headers.get('authorization') ?? '', `Bearer ${cron.secret}`))
      throw new AvatarError('not_authenticated', 'Expected the header Authorization: Bearer with the value of CRON_SECRET.');
    return cron;
  },
  core: (cron) => cron.run(),
  present: (result) => Response.json(result, { headers: { 'Cache-Control': 'no-store' } }),
});

/** Compares in a time that does not depend on where the texts differ. */
function isSame(text: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(text), digest(expected));
}
