import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BlobSettings } from '@/lib/storage/settings';
import { type Answer, CORS, isTokenOf, payloadOf, refusal, refusalOfClient } from './blob-client-tokens';

interface BlobObject {
  bytes: Buffer;
  uploadedAt: Date;
  contentType: string;
  cacheControl: string;
}

interface Store {
  token: string;
  access: 'private' | 'public';
  objects: Map<string, BlobObject>;
}

/** A request that the stand-in received. */
export interface BlobRequest {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
}

/** Answers a request itself, or returns false. @param attempt the number of earlier requests */
export type BlobFault = (response: ServerResponse, request: BlobRequest, attempt: number) => boolean;

/**
 * A server with the HTTP API of Vercel Blob as the requests and answers of its SDK show it: put, head, list, delete, and reads at an
 * object's own address.
 */
export interface BlobStandIn {
  apiUrl: string;
  received: BlobRequest[];
  /** Settings of a new store. */
  createStore(access?: 'private' | 'public', secret?: string): BlobSettings & { objects: Map<string, BlobObject> };
  failWith(fault: BlobFault | undefined): void;
  stop(): void;
}

/** Objects in one page of a listing, so that few objects make several pages. */
const PAGE = 250;
const STORE_PATH = '/store/';

/** Starts one. Sets the variables of the SDK in this process, as `lib/env.ts` does. */
export async function startBlobStandIn(port = 0): Promise<BlobStandIn> {
  const stores = new Map<string, Store>();
  const received: BlobRequest[] = [];
  let fault: BlobFault | undefined;
  const server = createServer(async (request, response) => {
    const { method, url = '/', headers } = request;
    received.push({ method, url, headers });
    // Pages of other origins upload here.
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (fault?.(response, { method, url, headers }, received.length - 1)) return;
    if (method === 'OPTIONS') return void response.writeHead(204).end();
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const address = new URL(url, apiUrl);
    if (address.pathname.startsWith(STORE_PATH)) return sendObject(stores, address, headers.authorization, response);
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    const body = Buffer.concat(parts);
    const [id = '', store] = [...stores].find(([, candidate]) => isTokenOf(candidate, token)) ?? [];
    if (!store) return refuse(response, 403, 'forbidden');
    const payload = token === store.token ? undefined : payloadOf(token);
    const refused = payload && refusalOfClient(payload, { request, address, body });
    if (refused) return send(response, refused);
    const addressOf = (pathname: string) => `${apiUrl}${STORE_PATH}${id}/${pathname}`;
    send(response, answer({ request, address, body, store, addressOf, cacheSeconds: payload?.cacheControlMaxAge }));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, { VERCEL_BLOB_API_URL: apiUrl, VERCEL_BLOB_RETRIES: '0' });
  return {
    apiUrl,
    received,
    createStore(access = 'private', secret = randomBytes(12).toString('hex')) {
      const id = randomBytes(8).toString('hex');
      const store: Store = { token: `vercel_blob_rw_${id}_${secret}`, access, objects: new Map() };
      stores.set(id, store);
      return { token: store.token, access, prefix: '', apiUrl, objects: store.objects };
    },
    failWith(next) {
      fault = next;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Asked {
  request: IncomingMessage;
  address: URL;
  body: Buffer;
  store: Store;
  addressOf(pathname: string): string;
  /** Of a client token. */
  cacheSeconds: number | undefined;
}

function answer({ request: { method, headers }, address, body, store, addressOf, cacheSeconds }: Asked): Answer {
  const { pathname: path, searchParams } = address;
  const blobOf = (pathname: string, object: BlobObject) => ({
    url: addressOf(pathname),
    downloadUrl: `${addressOf(pathname)}?download=1`,
    pathname,
    contentType: object.contentType,
    contentDisposition: `attachment; filename="${pathname.split('/').at(-1)}"`,
    cacheControl: object.cacheControl,
    size: object.bytes.byteLength,
    uploadedAt: object.uploadedAt.toISOString(),
    etag: etagOf(object),
  });
  const nameOf = (urlOrPathname: string) => urlOrPathname.replace(addressOf(''), '');
  if (method === 'PUT' && searchParams.has('pathname')) {
    const pathname = searchParams.get('pathname') ?? '';
    if (headers['x-vercel-blob-access'] !== store.access) return refusal(400, 'bad_request', 'Cannot use this access on the store');
    if (store.objects.has(pathname) && headers['x-allow-overwrite'] !== '1')
      return refusal(400, 'bad_request', 'This blob already exists, use `allowOverwrite: true`');
    const object: BlobObject = {
      bytes: body,
      uploadedAt: new Date(),
      contentType: String(headers['x-content-type'] ?? 'application/octet-stream'),
      cacheControl: `public, max-age=${headers['x-cache-control-max-age'] ?? cacheSeconds ?? 2_592_000}`,
    };
    store.objects.set(pathname, object);
    return [200, blobOf(pathname, object)];
  }
  if (method === 'POST' && path === '/delete') {
    const { urls }: { urls: string[] } = JSON.parse(body.toString());
    for (const url of urls) store.objects.delete(nameOf(url));
    return [200, null];
  }
  if (method === 'GET' && searchParams.has('url')) {
    const pathname = nameOf(searchParams.get('url') ?? '');
    const object = store.objects.get(pathname);
    return object ? [200, blobOf(pathname, object)] : refusal(404, 'not_found');
  }
  if (method === 'GET') {
    const after = searchParams.get('cursor') ?? '';
    const prefix = searchParams.get('prefix') ?? '';
    const names = [...store.objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
    const page = names.slice(0, PAGE);
    const blobs = page.flatMap((name) => {
      const object = store.objects.get(name);
      return object ? [blobOf(name, object)] : [];
    });
    const hasMore = names.length > page.length;
    return [200, { blobs, hasMore, ...(hasMore && { cursor: page.at(-1) }) }];
  }
  return refusal(400, 'bad_request', `No such request: ${method} ${path}`);
}

function sendObject(stores: Map<string, Store>, { pathname }: URL, authorization: string | undefined, response: ServerResponse): void {
  const [id = '', ...rest] = pathname.slice(STORE_PATH.length).split('/');
  const store = stores.get(id);
  if (store?.access === 'private' && authorization !== `Bearer ${store.token}`) return void response.writeHead(403).end('Forbidden');
  const object = store?.objects.get(rest.join('/'));
  if (!object) return void response.writeHead(404).end('Not Found');
  const { contentType, cacheControl, bytes } = object;
  response.writeHead(200, { 'Content-Type': contentType, 'Cache-Control': cacheControl, ETag: etagOf(object) }).end(bytes);
}

const etagOf = ({ bytes }: BlobObject) => `"${createHash('md5').update(bytes).digest('hex')}"`;

function send(response: ServerResponse, [status, body]: Answer): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** Sends an error as the SDK parses it. */
export function refuse(response: ServerResponse, status: number, code: string, message?: string): void {
  send(response, refusal(status, code, message));
}
