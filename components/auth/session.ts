/** Key in localStorage that changes with every sign-in and sign-out in this browser. */
export const SESSION_KEY = 'likeness-session';

const enders = new Set<() => void>();

/** Tells the other tabs of this browser to look at who is signed in. */
export function announceSession(): void {
  try {
    localStorage.setItem(SESSION_KEY, crypto.randomUUID?.() ?? String(Math.random()));
  } catch {
    // Storage is blocked or full: the other tabs find out when the server refuses them.
  }
}

/** The present value; null when nobody has signed in or out here, or storage is blocked. */
export function sessionMark(): string | null {
  try {
    return localStorage.getItem(SESSION_KEY);
  } catch {
    return null;
  }
}

/** To be called when the server answers that nobody is signed in. */
export function sessionRefused(): void {
  for (const ender of enders) ender();
}

export function onSessionRefused(listener: () => void): () => void {
  enders.add(listener);
  return () => enders.delete(listener);
}
