import type { Credentials } from '@/lib/accounts/ports';
import { defineEndpoint } from '@/lib/http/endpoint';
import { nativeErrors } from '@/lib/http/problem';

/**
 * `GET /healthz`, for load balancers and containers: 204 if the database responds, else 503. A process that responds with 503 needs no
 * restart: it recovers once the database is back.
 */
export const getHealth = defineEndpoint({
  access: 'anyone',
  credentials: (): Credentials => ({ kind: 'none' }),
  limited: false,
  errors: nativeErrors,
  parse: () => null,
  core: (_command, { services }) => services.ping(),
  present: () => new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } }),
});
