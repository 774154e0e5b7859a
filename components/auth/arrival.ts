/** Key in sessionStorage: this tab has just opened an account, and loads its first page. */
const ARRIVAL_KEY = 'likeness-arrival';

export function announceArrival(): void {
  try {
    sessionStorage.setItem(ARRIVAL_KEY, '1');
  } catch {
    // Storage is blocked: the focus stays at the beginning of the page.
  }
}

/** @returns whether this is the first page of a new account, once */
export function takeArrival(): boolean {
  try {
    const isArrival = sessionStorage.getItem(ARRIVAL_KEY) !== null;
    sessionStorage.removeItem(ARRIVAL_KEY);
    return isArrival;
  } catch {
    return false;
  }
}
