import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Directory } from '@/lib/avatars/delivery/directory';
import type { KeptPicture } from '@/lib/avatars/delivery/picture-memory';
import { MAX_RESPONSES, MAX_STRANGERS_RESPONSES, MAX_VARIANTS, SMALL_BODY_BYTES } from '../limits';
import type { PictureAnswer } from '../pictures/picture-answer';
import type { MadeFrom } from './made-from';
import { createUrlTable } from './url-table';

/** Names and values in turn, as `writeHead` takes them. Without `X-Request-Id`, which is new in each response. */
type RawHeaders = readonly string[];

interface StoredResponse {
  status: number;
  /** Converted when they are first sent: most responses to requests for many pictures never are. */
  headers: () => RawHeaders;
  /** Of the 304 response to a client that has this one. */
  notModified: () => RawHeaders;
  etag: string | undefined;
  body: Pick<KeptPicture, 'bytes' | 'isKept' | 'touch'> | null;
}

/** The stored responses of one URL. */
interface Variants {
  /** Whether they are selected by `Accept`. Otherwise there is one, under ''. */
  varies: boolean;
  by: Map<string, StoredResponse>;
}

/** Stores whole responses to GET in memory, so that Node sends them without handling the request (RFC 9111 in the origin server). */
export interface ResponseCache {
  /** Increases with each change. Read it before a response is made. */
  readonly sequence: number;
  /** States what a response was made from. @param sequence from before it was made */
  describe(response: Response, madeFrom: MadeFrom, sequence: number): void;
  /** Stores a response that was described. @param headers as they are sent @param body as it is sent */
  store(
    incoming: IncomingMessage,
    response: Response,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array<ArrayBuffer> | null,
  ): void;
  /** Stores an answer to GET. @param sequence from before it was made */
  storeAnswer(incoming: IncomingMessage, answer: PictureAnswer, sequence: number): void;
  /** Sends a stored response to GET or HEAD. @returns false if there is none for this request */
  send(incoming: IncomingMessage, outgoing: ServerResponse, requestId: string): boolean;
}

/** Requests with these headers need the handler. */
const HANDLED = ['authorization', 'range', 'if-range', 'if-modified-since', 'content-length', 'transfer-encoding'];

/** All other responses are errors, or depend on more than their URL. */
const STORED_STATUS = [200, 302, 404];

const NEW_EACH_TIME = ['x-request-id'];

/** A 304 response does not repeat them. */
const OF_THE_BODY = ['content-type', 'content-length'];

export function createResponseCache(directory: Pick<Directory, 'isTrusted' | 'sequence' | 'onChange'>): ResponseCache {
  const people = createUrlTable<number, Variants>(MAX_RESPONSES);
  /** Of its own, so that requests for random hashes displace no people. */
  const strangers = createUrlTable<string, Variants>(MAX_STRANGERS_RESPONSES);
  const described = new WeakMap<Response, MadeFrom & { sequence: number }>();

  directory.onChange((changed) => {
    if (changed) {
      people.deleteAllOf(changed.userId);
      for (const hash of changed.hashes) strangers.deleteAllOf(hash);
    } else {
      people.clear();
      strangers.clear();
    }
  });

  /** The stored responses of a URL. Without a table entry of the same kind, an empty one. */
  function variantsOf(url: string, { owner }: MadeFrom, varies: boolean): Map<string, StoredResponse> {
    const known = people.get(url) ?? strangers.get(url);
    if (known?.varies === varies) return known.by;
    const fresh: Variants = { varies, by: new Map() };
    if ('userId' in owner) people.set(url, owner.userId, fresh);
    else strangers.set(url, owner.hash, fresh);
    return fresh.by;
  }

  function store(incoming: IncomingMessage, { status, headers, body, madeFrom }: PictureAnswer, sequence: number): void {
    if (!madeFrom || !STORED_STATUS.includes(status) || sequence !== directory.sequence || needsHandler(incoming)) return;
    const { picture } = madeFrom;
    if (picture ? !picture.isKept : body && body.byteLength > SMALL_BODY_BYTES) return;
    const varies = /\baccept\b/i.test(headers.vary ?? '');
    const by = variantsOf(incoming.url ?? '', madeFrom, varies);
    // Otherwise eight odd values would keep the ordinary ones out.
    const [oldest] = by.keys();
    if (oldest !== undefined && by.size >= MAX_VARIANTS) by.delete(oldest);
    by.set(varies ? (incoming.headers.accept ?? '') : '', stored(status, headers, picture ?? copied(body)));
  }

  return {
    get sequence() {
      return directory.sequence;
    },
    describe: (response, madeFrom, sequence) => void described.set(response, { ...madeFrom, sequence }),
    store(incoming, response, headers, body) {
      const madeFrom = described.get(response);
      if (madeFrom) store(incoming, { status: response.status, headers, body, madeFrom }, madeFrom.sequence);
    },
    storeAnswer: store,
    send(incoming, outgoing, requestId) {
      const { url = '', method, headers } = incoming;
      const variants = directory.isTrusted ? (people.get(url) ?? strangers.get(url)) : undefined;
      if (!variants || needsHandler(incoming)) return false;
      const accept = variants.varies ? (headers.accept ?? '') : '';
      const response = variants.by.get(accept);
      if (!response) return false;
      const { status, etag, body } = response;
      const known = headers['if-none-match'];
      // Lists, weak tags and tags of compressed bodies are rare.
      if (known !== undefined && known !== etag) return false;
      if (body && !body.isKept) {
        variants.by.delete(accept);
        return false;
      }
      body?.touch();
      if (known !== undefined && status === 200) {
        outgoing.writeHead(304, [...response.notModified(), 'x-request-id', requestId]).end();
      } else {
        outgoing.writeHead(status, [...response.headers(), 'x-request-id', requestId]).end(method === 'HEAD' ? undefined : body?.bytes);
      }
      return true;
    },
  };
}

/** Whether a header of the request rules out an answer that depends on nothing but URL, `Accept` and `If-None-Match`. */
export function needsHandler({ headers }: IncomingMessage): boolean {
  return HANDLED.some((name) => headers[name] !== undefined);
}

function copied(bytes: Uint8Array<ArrayBuffer> | null): StoredResponse['body'] {
  return bytes && { bytes: bytes.slice(), isKept: true, touch() {} };
}

function stored(status: number, headers: Readonly<Record<string, string>>, body: StoredResponse['body']): StoredResponse {
  return {
    status,
    headers: lazy(() => rawHeaders(headers, NEW_EACH_TIME)),
    notModified: lazy(() => rawHeaders(headers, [...NEW_EACH_TIME, ...OF_THE_BODY])),
    etag: headers.etag,
    body,
  };
}

function rawHeaders(headers: Readonly<Record<string, string>>, without: readonly string[]): RawHeaders {
  return Object.entries(headers)
    .filter(([name]) => !without.includes(name))
    .flat();
}

function lazy<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
