import { type Failure, failure } from './failure';
import { noAnswer } from './request';

/** Milliseconds without progress after which an upload counts as stalled. The total time has no limit, for slow lines. */
const STALL_MS = 60_000;

/** A request with a body that may take long. */
export interface Sent {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body: XMLHttpRequestBodyInit;
}

export interface TransferOptions {
  signal: AbortSignal;
  /** Called with the share of the bytes sent, from 0 to 1. */
  onProgress?: (share: number) => void;
}

/** Sends a request. Uses XMLHttpRequest because fetch reports no upload progress. @returns the request with its response, or a failure */
export function transfer(
  { method, url, headers = {}, body }: Sent,
  { signal, onProgress = () => {} }: TransferOptions,
): Promise<XMLHttpRequest | Failure> {
  if (signal.aborted) return Promise.resolve(failure('aborted'));
  const xhr = new XMLHttpRequest();
  const response = new Promise<XMLHttpRequest | Failure>((resolve) => {
    let stalled: ReturnType<typeof setTimeout>;
    const alive = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => {
        resolve(failure('timeout'));
        xhr.abort();
      }, STALL_MS);
    };
    const abort = () => xhr.abort();
    signal.addEventListener('abort', abort);
    alive();
    xhr.upload.onprogress = ({ loaded, total }) => {
      alive();
      onProgress(total > 0 ? loaded / total : 0);
    };
    xhr.upload.onload = () => {
      alive();
      onProgress(1);
    };
    xhr.onload = () => resolve(xhr);
    xhr.onerror = () => resolve(noAnswer());
    xhr.onabort = () => resolve(failure('aborted'));
    xhr.onloadend = () => {
      clearTimeout(stalled);
      signal.removeEventListener('abort', abort);
    };
  });
  xhr.open(method, url);
  for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
  xhr.send(body);
  return response;
}
