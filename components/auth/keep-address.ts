/** Key in sessionStorage: an address that was typed on one page, for the form of the next one. Not in the URL, which is logged. */
const ADDRESS_KEY = 'likeness-address';

export function keepAddress(email: string): void {
  try {
    sessionStorage.setItem(ADDRESS_KEY, email);
  } catch {
    // Storage is blocked: the address is typed once more.
  }
}

/** @returns the kept address, once; an empty string without one */
export function takeAddress(): string {
  try {
    const email = sessionStorage.getItem(ADDRESS_KEY) ?? '';
    sessionStorage.removeItem(ADDRESS_KEY);
    return email;
  } catch {
    return '';
  }
}
