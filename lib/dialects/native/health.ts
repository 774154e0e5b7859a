import type { Credentials } from '@/lib/accounts/ports';
import { defineEndpoint } from '@/lib/http/endpoint';
import { nativeErrors } from '@/lib/http/problem';

/**
 * `GET /healthz`, for load balancers and containers: 204 while requests can be answered, 503 while the database cannot be asked. A process
 * that says 503 needs no restart: it goes on by itself once the database is back.
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
