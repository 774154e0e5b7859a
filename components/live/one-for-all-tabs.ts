import { openEvents, type StreamListener } from './event-source';

/**
 * Follows the events of a person in one tab of the browser, the leader, which tells the others. Over HTTP/1.1 a browser has six connections
 * to a host for all tabs together: with a stream in each, the seventh tab would load nothing.
 *
 * Pages that browsers keep for "Back" follow nothing: an open stream, and a lock, would make browsers discard them.
 * @returns ends it
 */
export function followInOneTab(personId: number, listener: StreamListener): () => void {
  let leave: (() => void) | null = null;
  function enter(): void {
    leave ??= 'locks' in navigator ? leadInTurn(personId, listener) : followWhileVisible(listener);
  }
  function pause(): void {
    leave?.();
    leave = null;
  }
  enter();
  window.addEventListener('pageshow', enter);
  window.addEventListener('pagehide', pause);
  return () => {
    window.removeEventListener('pageshow', enter);
    window.removeEventListener('pagehide', pause);
    pause();
  };
}

/** The tab that holds the lock leads. When it closes, the browser gives the lock to the next. */
function leadInTurn(personId: number, listener: StreamListener): () => void {
  const leaving = new AbortController();
  const { signal } = leaving;
  navigator.locks
    .request(`likeness-events-${personId}`, { signal }, async () => {
      if (signal.aborted) return;
      const close = openEvents(listener);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      close();
    })
    // Rejected if the page leaves before its turn.
    .catch(() => {});
  return () => leaving.abort();
}

/** Browsers have no locks over plain HTTP, other than on this host. Few tabs are visible at a time. */
function followWhileVisible(listener: StreamListener): () => void {
  let close: (() => void) | null = null;
  function update(): void {
    if (document.visibilityState === 'visible') close ??= openEvents(listener);
    else {
      close?.();
      close = null;
    }
  }
  update();
  document.addEventListener('visibilitychange', update);
  return () => {
    document.removeEventListener('visibilitychange', update);
    close?.();
  };
}
