import type { TestApp } from '../app';
import { ADDRESS } from '../requests';

/** A browser without scripts that signs in with a provider. It has cookies for our site and for the provider. */
export class OidcBrowser {
  readonly own = new Map<string, string>();
  readonly #provider = new Map<string, string>();
  /** The last response of our site. */
  response: Response | undefined;

  constructor(
    readonly app: TestApp,
    readonly from = '192.0.2.1',
  ) {}

  /** Takes a cookie over. @param pair name and value */
  take(pair: string): void {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    this.own.set(name, value);
  }

  /** Signs in, and returns where it lands, such as `/settings/picture`. */
  async signIn(fields: Record<string, string> = {}): Promise<string> {
    return this.land(await this.start(fields));
  }

  /** Sends the form of the button. @returns the address of the provider, or of a page of ours */
  async start(fields: Record<string, string> = {}, headers: Record<string, string> = { Origin: ADDRESS }): Promise<string> {
    const response = await this.ask('POST', '/api/auth/signin/oidc', headers, new URLSearchParams(fields));
    return response.headers.get('location') ?? /^0; url=(.*)$/.exec(response.headers.get('refresh') ?? '')?.[1] ?? '';
  }

  /** Goes through the provider. @returns the address at which it sends the person back */
  async authorize(start: string): Promise<string> {
    let url = start;
    for (let hops = 0; !url.startsWith(ADDRESS); hops += 1) {
      if (hops > 10) throw new Error(`Expected to come back, got ${url}`);
      const response = await fetch(url, { redirect: 'manual', headers: { Cookie: cookieHeader(this.#provider) } });
      keep(response, this.#provider);
      const next = response.headers.get('location');
      if (next === null) throw new Error(`Expected a redirect, got ${response.status} ${await response.text()}`);
      url = new URL(next, url).href;
    }
    return url;
  }

  /** Goes through the provider and back. @returns the path of the page, with its query */
  async land(start: string): Promise<string> {
    const url = start.startsWith(ADDRESS) ? start : await this.back(await this.authorize(start));
    return url.slice(ADDRESS.length);
  }

  /** @returns where our site leads a person who comes back */
  async back(url: string): Promise<string> {
    return (await this.ask('GET', url.slice(ADDRESS.length))).headers.get('location') ?? '';
  }

  async ask(method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit): Promise<Response> {
    const given = { Cookie: cookieHeader(this.own), 'User-Agent': 'Mozilla/5.0 Firefox/140.0', ...headers };
    const response = await this.app.ask(method, path, { headers: given, from: this.from, ...(body !== undefined && { body }) });
    keep(response, this.own);
    this.response = response;
    return response;
  }

  /** @returns the person who is signed in */
  async me(): Promise<{ id: number; email: string; name: string; role: string; avatar: { source: string } } | null> {
    const response = await this.ask('GET', '/api/me');
    return response.ok ? await response.json() : null;
  }
}

const cookieHeader = (jar: Map<string, string>) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

function keep(response: Response, jar: Map<string, string>): void {
  for (const set of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
    if (value === '' || /max-age=0/i.test(set)) jar.delete(name);
    else jar.set(name, value);
  }
}
