import { createHash } from 'node:crypto';
import { type IncomingMessage, request as send } from 'node:http';
import type { EmailAddress } from '@/lib/accounts/addresses/ports';
import { createNodeAdapter } from '@/lib/http/node-adapter';
import { createSendPicture } from '@/lib/http/pictures/send-picture';
import { createResponseCache } from '@/lib/http/response-cache/response-cache';
import { router } from '@/lib/routes';
import { createTestApp, type TestApp, type TestAppOptions, type TestPerson } from '@/testing/app';
import { serving } from '@/testing/http';
import { openOwner } from '@/testing/in-process/pictures';
import { ADDRESS } from '@/testing/requests';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
export const md5 = (text: string) => createHash('md5').update(text).digest('hex');

export interface Answer {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface Asked {
  method: 'GET' | 'HEAD';
  path: string;
  headers: Record<string, string>;
}

/** Of every request to the server that stores responses. As long as the ids that the other server draws. */
export const REQUEST_ID = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';

/** A server that stores responses, and one over the same app that handles every request. */
export interface Servers {
  app: TestApp;
  owner: TestPerson;
  /** Another address of the owner. */
  second: EmailAddress;
  /** Of the server that stores responses. */
  url: string;
  stored(asked: Asked): Promise<Answer>;
  handled(asked: Asked): Promise<Answer>;
  /** Number of responses that were sent from memory. */
  hits(): number;
  /** Number of requests to {@link stored} that `serve` handled. */
  passedOn(): number;
  /** Leaves nothing in memory. */
  forget(): void;
}

export async function openServers(options: TestAppOptions = {}): Promise<Servers> {
  const app = await createTestApp(options);
  const parts = app.parts();
  const responses = createResponseCache(app.directory);
  const withCache = createNodeAdapter(router, { baseUrl: ADDRESS, parts: { ...parts, responses } });
  const without = createNodeAdapter(router, { baseUrl: ADDRESS, parts });
  let hits = 0;
  let passedOn = 0;
  const sendPicture = createSendPicture(router, {
    baseUrl: ADDRESS,
    parts: { ...parts, responses },
    sendStored(...request) {
      const isHit = responses.send(...request);
      if (isHit) hits += 1;
      return isHit;
    },
  });
  const cached = await serving((request, response) => {
    if (sendPicture(request, response, REQUEST_ID)) return;
    passedOn += 1;
    if (!withCache(request, response)) response.writeHead(404).end();
  });
  const plain = await serving((request, response) => void without(request, response));
  const owner = await openOwner(app);
  return {
    app,
    owner,
    second: await app.records.addAddress(owner.id, { email: 'second@example.org', proof: 'assumed' }),
    url: cached.url,
    stored: (asked) => ask(cached.url, asked),
    handled: (asked) => ask(plain.url, asked),
    hits: () => hits,
    passedOn: () => passedOn,
    forget() {
      app.trust.set(false);
      app.trust.set(true);
    },
  };
}

async function ask(url: string, { method, path, headers }: Asked): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send(url + path, { method, headers, agent: false }, resolve)
      .on('error', reject)
      .end();
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const { date: _, 'x-request-id': id, ...rest } = response.headers;
  return {
    status: response.statusCode,
    headers: { ...rest, id: id && 'present' },
    body: Buffer.concat(chunks)
      .toString('latin1')
      .replace(/"requestId":"[^"]+"/, ''),
  };
}

/** The paths of the pictures of a person, and of an address without an account, in each API. */
export async function pathsOf({ app, owner, second }: Servers): Promise<string[]> {
  const { avatar, generatedKey } = await app.avatars.stateOf(owner.id);
  // Earlier pictures must not be served from memory.
  const earlier = (await app.records.history(owner.id)).slice(0, 2);
  const hashes = [
    md5(owner.email),
    sha256(owner.email),
    md5(second.email),
    sha256(second.email),
    md5('x@example.org'),
    sha256('y@example.org'),
  ];
  return [
    ...[avatar?.key ?? generatedKey, generatedKey, ...earlier.map(({ key }) => key), '0'.repeat(40)].flatMap((key) => [
      ...['64.webp', '100.png', '128x128.png', 'full.jpg', '65.webp'].map((file) => `/media/${key}/${file}`),
      `/user_avatars/1/${key}.png`,
      `/user_avatars/1/${key}-medium.png`,
    ]),
    ...['', '?s=64', '?s=100&still=1', '?s=0'].map((query) => `/u/${owner.id}/avatar${query}`),
    '/u/999999/avatar',
    ...hashes.flatMap((hash) =>
      ['', '?s=40', '?d=404', '?d=identicon&s=20', '.png?d=mp', '?d=https://example.org/a.png', '?f=y&d=retro', '?d=initials'].map(
        (rest) => `/avatar/${hash}${rest}`,
      ),
    ),
    ...['', '?nocache=1', '?nocache=x'].map((query) => `/api/v4/user/avatar/${owner.hashid}${query}`),
    `/user/avatar/${owner.hashid}`,
  ];
}
