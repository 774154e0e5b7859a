import { createHash, timingSafeEqual } from 'node:crypto';
import type { Credentials } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { NONCE_HEADER, PROOF_HEADER } from '@/lib/health/doctor/identity';
import { BytesResponse } from '@/lib/http/bytes-response';
import { authorizationCredentials } from '@/lib/http/credentials';
import { defineEndpoint } from '@/lib/http/endpoint';
import { nativeErrors } from '@/lib/http/problem';
import type { LivenessResource, ReadinessResource } from './schemas';

/** Probes carry no credentials and do not count against a limit. */
const probe = {
  access: 'anyone' as const,
  credentials: (): Credentials => ({ kind: 'none' }),
  limited: false,
  errors: nativeErrors,
};

const NO_STORE = { 'Cache-Control': 'no-store' };

/**
 * `GET /healthz`, for load balancers and containers: 204 if the database responds, else 503. A process that responds with 503 needs no
 * restart: it recovers once the database is back.
 */
export const getHealth = defineEndpoint({
  ...probe,
  nodeAdapter: true,
  parse: () => null,
  core: (_command, { services }) => services.ping(),
  present: () => new Response(null, { status: 204, headers: NO_STORE }),
});

/**
 * `GET /api/health/live`: the process answers. It depends on nothing else, so that an outage of the database causes no restart. A nonce is
 * answered with a proof, by which the doctor knows that a public address leads to this installation.
 */
export const getLiveness = defineEndpoint({
  ...probe,
  nodeAdapter: true,
  parse: () => null,
  core: (): LivenessResource => ({ status: 'live' }),
  present(resource, request, { services }) {
    const proof = services.doctor.proofOf(request.headers.get(NONCE_HEADER) ?? '');
    return BytesResponse.json(resource, { headers: { ...NO_STORE, ...(proof !== null && { [PROOF_HEADER]: proof }) } });
  },
});

/** `GET /api/health/ready`: whether every dependency works, and the result for each. */
export const getReadiness = defineEndpoint({
  ...probe,
  nodeAdapter: true,
  parse: () => null,
  core: (_command, { services }) => services.readiness(),
  present({ ready, checks }) {
    const resource: ReadinessResource = { status: ready ? 'ready' : 'not_ready', checks };
    return BytesResponse.json(resource, { status: ready ? 200 : 503, headers: NO_STORE });
  },
});

/** `GET /metrics` in the text format of Prometheus, for the bearer of `METRICS_TOKEN`. Without that setting, 404. */
export const getMetrics = defineEndpoint({
  ...probe,
  parse(request, { services }) {
    const { metrics } = services;
    if (!metrics) throw new AvatarError('not_found', 'Nothing exists at this path.');
    const credentials = authorizationCredentials(request);
    if (!credentials) throw new AvatarError('not_authenticated', 'Expected the bearer token of METRICS_TOKEN.');
    if (credentials.kind === 'bearer' && isSame(credentials.token, metrics.token)) return metrics;
    throw new AvatarError('invalid_credentials', 'Expected the bearer token of METRICS_TOKEN.');
  },
  core: async ({ exporter }) => ({ text: await exporter.render(), type: exporter.contentType }),
  present: ({ text, type }) => new Response(text, { headers: { 'Content-Type': type, ...NO_STORE } }),
});

/** Compares in constant time, by hashes because the lengths differ. */
function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
