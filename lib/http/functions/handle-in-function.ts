import { clientAddress } from '@/lib/accounts/network';
import { ADDRESS_HEADER } from '../admission';
import { REQUEST_ID_HEADER } from '../log/request-id';
import { ORIGINAL_METHOD_HEADER } from '../methods';
import { unknownPath } from './unknown-path';

/** One year, without subdomains, as `server/page-headers.mjs` has it. */
const HSTS = 'max-age=31536000';

/** The proxy of the platform, which is always there and names the client in `X-Forwarded-For`. */
const PLATFORM = 'platform';

export interface FunctionParts {
  env: { baseUrl: string; trustProxy: (address: string, hop: number) => boolean };
  /** null: no route has this path. */
  handle(request: Request): Promise<Response> | null;
}

/** Does for a request in a function what `server.mjs` and `server/entrance.mjs` do before a request reaches Next.js. */
export async function handleInFunction(request: Request, { env, handle }: FunctionParts): Promise<Response> {
  const response = (await handle(admitted(request, env.trustProxy))) ?? unknownPath(request);
  if (env.baseUrl.startsWith('https:')) response.headers.set('Strict-Transport-Security', HSTS);
  return response;
}

/** The request with the headers that only a server may set. */
function admitted(request: Request, trustProxy: FunctionParts['env']['trustProxy']): Request {
  const headers = new Headers(request.headers);
  headers.delete(ORIGINAL_METHOD_HEADER);
  headers.delete(REQUEST_ID_HEADER);
  const forwarded = headers.get('x-forwarded-for') ?? undefined;
  const connection = { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: PLATFORM } };
  headers.set(
    ADDRESS_HEADER,
    clientAddress(connection, (address, hop) => hop === 0 || trustProxy(address, hop)),
  );
  return new Request(request, { headers });
}
