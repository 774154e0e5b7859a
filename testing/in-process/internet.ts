import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { publicConnector, publicLookup } from '@/lib/gravatar/public-address';
import { createWebPictures } from '@/lib/gravatar/web-pictures';
import { createTestApp } from '../app';
import { serving } from '../http';

export const FETCH_PATH = '/api/me/avatar/fetch';
export const MAX_UPLOAD_BYTES = 300_000;

export type SiteAnswer = (request: IncomingMessage, response: ServerResponse) => unknown;

const PUBLIC = '93.184.215.14';

/** Names of this internet, and the addresses that each look-up finds: the last ones for all further look-ups. */
const NAMES: Record<string, string[][]> = {
  'public.example': [[PUBLIC]],
  'other.example': [[PUBLIC]],
  'inside.example': [['10.0.0.5']],
  'metadata.example': [['169.254.169.254']],
  'half.example': [[PUBLIC, '127.0.0.1']],
  'mapped.example': [['::ffff:127.0.0.1']],
  'cgnat.example': [['100.64.0.1']],
  'rebound.example': [[PUBLIC], ['127.0.0.1']],
};

/**
 * An internet with one site, which has this handler, and a client of it. Names are resolved and checked as in a server; only the last step,
 * from the public address to the site on this machine, is of the test.
 */
export async function internet(
  answer: SiteAnswer,
  { timeoutMs, trusted = [] as string[] }: { timeoutMs?: number; trusted?: string[] } = {},
) {
  const requests: IncomingMessage[] = [];
  const connected: string[] = [];
  const { url, port } = await serving((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  const lookups = new Map<string, number>();
  const resolve: LookupFunction = (name, _options, callback) => {
    const answers = NAMES[name];
    if (!answers) return callback(new Error(`ENOTFOUND ${name}`), []);
    const count = lookups.get(name) ?? 0;
    lookups.set(name, count + 1);
    const found = answers[Math.min(count, answers.length - 1)] ?? [];
    callback(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  const literal = publicConnector(resolve);
  const direct = buildConnector({});
  const connect: buildConnector.connector = (options, callback) => {
    const name = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(name) !== 0) return literal(options, callback);
    publicLookup(resolve)(name, { all: true }, (error) => {
      if (error) return callback(error, null);
      connected.push(name);
      direct({ ...options, hostname: '127.0.0.1', host: '127.0.0.1', port, protocol: 'http:' }, callback);
    });
  };
  const reported: unknown[] = [];
  const trustedOrigins = trusted.map((origin) => origin.replace('SITE', url));
  const web = createWebPictures({ trustedOrigins, report: (error) => reported.push(error), timeoutMs, connect });
  const app = await createTestApp({ web, maxUploadBytes: MAX_UPLOAD_BYTES });
  const ada = await app.open();
  const fetchFrom = (address: unknown, headers: Record<string, string> = ada.session) =>
    app.ask('POST', FETCH_PATH, { headers, json: { url: address } });
  const refusal = async (address: unknown, headers?: Record<string, string>) => {
    const response = await fetchFrom(address, headers);
    const { status, code, detail, reason, fields } = await response.json();
    return { status, code, detail, ...(reason && { reason }), ...(fields && { fields }) };
  };
  return { app, ada, url, requests, connected, reported, fetchFrom, refusal };
}
