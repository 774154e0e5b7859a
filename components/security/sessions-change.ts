const listeners = new Set<() => void>();

/** Tells the list of sessions that some of them have ended. */
export function announceSessionsChange(): void {
  for (const listener of listeners) listener();
}

/** @returns ends the subscription */
export function onSessionsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
