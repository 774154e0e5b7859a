import type { EventResource } from '../api/resource';
import { SESSION_KEY } from '../auth/session';

/** Wait before a refused stream is opened again, in milliseconds: doubled from the first to the last, less up to half of it at random. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

export interface StreamListener {
  /** Called each time that a stream opens. Its first event tells the version of the picture. */
  onOpen(): void;
  onEvent(event: EventResource): void;
  /** Called when the server refuses the stream, once until it accepts one again: the session may have ended. */
  onRefused(): void;
}

/** Opens the event stream of the signed-in person, and opens it again until it is closed. @returns closes it */
export function openEvents({ onOpen, onEvent, onRefused }: StreamListener): () => void {
  let attempts = 0;
  let timer: number | undefined;
  let source = connect();

  function connect(): EventSource {
    const opened = new EventSource('/api/me/events');
    opened.onopen = onOpen;
    opened.onmessage = ({ data }: MessageEvent<string>) => {
      attempts = 0;
      onEvent(JSON.parse(data));
    };
    opened.onerror = () => {
      // After a broken connection the browser connects again by itself, after a response such as 401 or 502 it does not.
      if (opened.readyState !== EventSource.CLOSED) return;
      if (attempts === 0) onRefused();
      timer = window.setTimeout(reconnect, Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts) * (1 - Math.random() / 2));
      attempts += 1;
    };
    return opened;
  }

  function reconnect(): void {
    window.clearTimeout(timer);
    source.close();
    source = connect();
  }

  /** Browsers delay the timers of hidden pages. */
  function reconnectIfRefused(): void {
    if (source.readyState === EventSource.CLOSED) reconnect();
  }

  /** An open stream goes on with the session that it was opened with. */
  function storage({ key }: StorageEvent): void {
    if (key === SESSION_KEY) reconnect();
  }

  window.addEventListener('online', reconnectIfRefused);
  document.addEventListener('visibilitychange', reconnectIfRefused);
  window.addEventListener('storage', storage);
  return () => {
    window.removeEventListener('online', reconnectIfRefused);
    document.removeEventListener('visibilitychange', reconnectIfRefused);
    window.removeEventListener('storage', storage);
    window.clearTimeout(timer);
    source.close();
  };
}
