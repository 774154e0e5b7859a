/** Key in localStorage. Its value changes with every sign-in and sign-out in this browser. */
export const SESSION_KEY = 'likeness-session';

const enders = new Set<() => void>();

let isSigningOut = false;

/** Tells the other tabs of this browser to check the session. */
export function announceSession(): void {
  try {
    localStorage.setItem(SESSION_KEY, crypto.randomUUID?.() ?? String(Math.random()));
  } catch {
    // Storage is blocked or full: the other tabs notice when the server refuses them.
  }
}

/** The current mark; null without an earlier sign-in or sign-out here, or if storage is blocked. */
export function sessionMark(): string | null {
  try {
    return localStorage.getItem(SESSION_KEY);
  } catch {
    return null;
  }
}

/** Set while this page signs out: it knows already that the session ends, and where to go next. */
export function setSigningOut(value: boolean): void {
  isSigningOut = value;
}

/** Call this when the server answers that no one is signed in. */
export function sessionRefused(): void {
  if (isSigningOut) return;
  for (const ender of enders) ender();
}

export function onSessionRefused(listener: () => void): () => void {
  enders.add(listener);
  return () => enders.delete(listener);
}
