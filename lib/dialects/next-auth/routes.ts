import { AvatarError } from '@/lib/errors';
import { type RequestBody, readBytes, readJson } from '@/lib/http/body/body';
import { foreignOrigin, isSameOrigin } from '@/lib/http/credentials';
import { defineEndpoint, type Endpoint } from '@/lib/http/endpoint';
import { MAX_JSON_BYTES } from '@/lib/http/limits';
import { nativeErrors } from '@/lib/http/problem';
import { defineRoutes } from '@/lib/http/routes';
import { finishOidc, startOidc } from './oidc';
import { runAction } from './run';

/** Form fields that our pages send. next-auth fails on some others, such as a malformed `callbackUrl`. */
const FIELDS = ['csrfToken', 'email', 'password', 'json'] as const;

type Fields = Partial<Record<(typeof FIELDS)[number], string>>;

/** The same fields before validation, of any type. */
type SentFields = Partial<Record<(typeof FIELDS)[number], unknown>>;

/** Runs one action of next-auth. */
function endpoint(...action: string[]): Endpoint {
  return defineEndpoint({
    access: 'anyone',
    credentials: () => ({ kind: 'none' }),
    // next-auth counts sign-in attempts itself.
    limited: false,
    // Both may use the space that is held back for them: people must be able to sign in and remove pictures while changes are refused.
    writes: false,
    async parse(request, { body, services }) {
      // Scripts send no origin, and have no session of another person to sign out of.
      if (request.method === 'POST' && request.headers.has('origin') && !isSameOrigin(request, services.baseUrl)) {
        const url = `${services.baseUrl}/sign-in?error=cross_origin`;
        throw new AvatarError('cross_origin', foreignOrigin(request, services.baseUrl), { url });
      }
      return { request, fields: request.method === 'POST' ? await readFields(body) : {} };
    },
    core: async ({ request, fields }, { services }) => runAction(action, request, { fields }, services),
    present: ({ status, headers, body }) => new Response(body, { status, headers }),
    errors: nativeErrors,
  });
}

/**
 * The actions of next-auth that our pages use; all others are 404. next-auth receives a new request without the query, with only the two
 * cookies and the form fields that it needs, since others make it fail.
 */
export const nextAuthRoutes = defineRoutes({
  dialect: 'next-auth',
  errors: nativeErrors,
  paths: {
    '/api/auth/csrf': { GET: endpoint('csrf') },
    '/api/auth/session': { GET: endpoint('session') },
    '/api/auth/providers': { GET: endpoint('providers') },
    '/api/auth/callback/credentials': { POST: endpoint('callback', 'credentials') },
    '/api/auth/signin/oidc': { POST: startOidc },
    '/api/auth/callback/oidc': { GET: finishOidc },
    '/api/auth/signout': { POST: endpoint('signout') },
  },
  unknown: { paths: ['/api/auth{/*rest}'] },
});

/** @throws AvatarError malformed_body, file_too_large */
async function readFields(body: RequestBody): Promise<Fields> {
  const sent = await readObject(body);
  const texts = FIELDS.flatMap((name) => (typeof sent[name] === 'string' ? [[name, sent[name]]] : []));
  return Object.fromEntries(texts);
}

async function readObject(body: RequestBody): Promise<SentFields> {
  if (body.contentType.value !== 'application/json') {
    const bytes = await readBytes(body, MAX_JSON_BYTES);
    const isForm = body.contentType.value === 'application/x-www-form-urlencoded';
    return isForm ? Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes))) : {};
  }
  const value = await readJson(body);
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null) throw new AvatarError('malformed_body', 'Expected a JSON object.');
  return value;
}
