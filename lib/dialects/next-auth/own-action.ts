import type { Services } from '@/lib/http/endpoint';
import { cookiesOf, type RecordedResponse, runAction } from './run';

/**
 * Runs an action of next-auth with a CSRF token that is made for it: a page without a script cannot get one together with its cookie. Call it
 * for requests that are known to come from a page of ours.
 */
export async function runOwnAction(
  action: readonly string[],
  request: Request,
  fields: Readonly<Record<string, string>>,
  services: Services,
): Promise<RecordedResponse> {
  const csrf = await runAction(['csrf'], withoutMethod(request), {}, services);
  const { csrfToken } = JSON.parse(csrf.body ?? '{}') as { csrfToken: string };
  const cookies = { ...cookiesOf(request, /^next-auth\.csrf-token$/), ...setCookies(csrf) };
  const response = await runAction(action, request, { fields: { ...fields, csrfToken }, cookies }, services);
  for (const set of csrf.headers.getSetCookie()) if (set.includes('next-auth.csrf-token=')) response.headers.append('Set-Cookie', set);
  return response;
}

/** The cookies that a response sets, by name. */
function setCookies({ headers }: RecordedResponse): Record<string, string> {
  const pairs = headers.getSetCookie().map((set) => /^([^=]+)=([^;]*)/.exec(set));
  return Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1] ?? '', decodeURIComponent(pair[2] ?? '')]] : [])));
}

const withoutMethod = ({ url, headers }: Request) => new Request(url, { headers });
