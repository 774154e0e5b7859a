import { expect } from 'vitest';
import type { UploadTicket } from '@/lib/dialects/native/upload-schemas';
import { blobStorage } from '@/lib/storage/vercel-blob';
import { createTestApp, type TestPerson } from '../app';
import type { BlobStandIn } from '../blob-stand-in';
import { keysBelow } from '../storage';
import { type Bytes, openOwner } from './pictures';

const PATH = '/api/me/avatar';

/** An app over a store of the stand-in, with a person who has a picture, and the calls of an upload to the store. */
export async function openUploadApp(standIn: BlobStandIn, maxUploadBytes = 100_000) {
  const { objects, ...settings } = standIn.createStore();
  const storage = blobStorage(settings);
  const app = await createTestApp({ storage, maxUploadBytes });
  const ada = await openOwner(app);
  const start = (bytes: number, { auth }: TestPerson = ada) => app.ask('POST', `${PATH}/uploads`, { headers: auth, json: { bytes } });
  const send = ({ request: { url, ...init } }: UploadTicket, body: Bytes) => fetch(url, { ...init, body });
  /** The id of a file that has arrived in the store. */
  async function arrived(file: Bytes, person = ada): Promise<string> {
    const ticket: UploadTicket = await (await start(file.byteLength, person)).json();
    expect((await send(ticket, file)).status).toBe(200);
    return ticket.id;
  }
  const put = (json: object, { headers = {}, person = ada }: { headers?: Record<string, string>; person?: TestPerson } = {}) =>
    app.ask('PUT', PATH, { headers: { ...person.auth, ...headers }, json });
  const current = async ({ auth }: TestPerson = ada) => (await app.ask('GET', PATH, { headers: auth })).json();
  const uploads = () => keysBelow(storage, 'uploads/');
  return { app, ada, objects, start, send, arrived, put, current, uploads };
}

/** The part of a refusal that a client sees. */
export async function refusal(response: Response) {
  const { status, code, reason, detail, limitBytes } = await response.json();
  return { status, code, detail, ...(reason && { reason }), ...(limitBytes && { limitBytes }) };
}
