'use client';

import { setNonce } from 'get-nonce';

// Radix adds a style sheet when it locks scrolling behind a dialog or menu. Browsers expose a nonce to scripts only as a property.
if (typeof document !== 'undefined') {
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (nonce) setNonce(nonce);
}

/** Gives style sheets of components the nonce that the Content-Security-Policy requires. Renders nothing. */
export function StyleNonce() {
  return null;
}
