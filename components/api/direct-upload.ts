import { type Failure, failure, readFailure } from './failure';
import { type Answer, request } from './request';
import type { NewUpload, UploadTicket } from './resource';
import { type TransferOptions, transfer } from './transfer';

/** Statuses of a store that say when to try again, or that it cannot be reached. It knows no session: others are faults of the server. */
const TEMPORARY = [429, 502, 503, 504];

/** Ids of files that have arrived in the store, so that a preview and each further attempt need no other upload. */
const arrived = new WeakMap<Blob, string>();

/** Whether a file should go to the store. @param fromBytes as the server has it, or null if its store takes no uploads */
export function isForStore(file: Blob, fromBytes: number | null): boolean {
  return fromBytes !== null && file.size > fromBytes;
}

/** Uploads a file to the store, unless it is there, and passes its id on. Uploads it again if it was used or has expired. Never throws. */
export async function withDirectUpload<T>(
  file: Blob,
  options: TransferOptions,
  use: (upload: string) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const earlier = arrived.get(file);
  if (earlier !== undefined) {
    const answer = await use(earlier);
    if (answer.ok || answer.failure.code !== 'upload_not_found') return answer;
    arrived.delete(file);
  }
  const uploaded = await upload(file, options);
  if (!uploaded.ok) return uploaded;
  arrived.set(file, uploaded.value);
  return use(uploaded.value);
}

async function upload(file: Blob, options: TransferOptions): Promise<Answer<string>> {
  const json: NewUpload = { bytes: file.size };
  const ticket = await request<UploadTicket>('/api/me/avatar/uploads', { method: 'POST', json });
  if (!ticket.ok) return ticket;
  const { id, request: sent } = ticket.value;
  const response = await transfer({ ...sent, body: file }, options);
  if (!(response instanceof XMLHttpRequest)) return { ok: false, failure: response };
  if (response.status === 200) return { ok: true, status: 200, etag: null, value: id };
  return { ok: false, failure: failureOfStore(response) };
}

function failureOfStore(response: XMLHttpRequest): Failure {
  if (!TEMPORARY.includes(response.status)) return failure('unexpected');
  return readFailure(response.status, '', response.getResponseHeader('retry-after'));
}
