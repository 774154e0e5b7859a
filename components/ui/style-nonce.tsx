'use client';

import { setNonce } from 'get-nonce';

// Radix adds a style sheet when it locks scrolling behind a dialog or menu. Browsers show a nonce to scripts as a property alone.
if (typeof document !== 'undefined') {
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (nonce) setNonce(nonce);
}

/** Lets style sheets that come with components pass the Content-Security-Policy. Renders nothing. */
export function StyleNonce() {
  return null;
}
