'use client';

import { useEffect } from 'react';
import { zoneCookie } from './zone-cookie';

/** Tells the server the time zone of the browser with the next request. Renders nothing. In the layout of all pages: people come by the sign-in. */
export function NoteZone() {
  useEffect(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    // The Cookie Store API is missing over plain HTTP, and in some browsers.
    Object.assign(document, { cookie: zoneCookie(timeZone, window.location.protocol === 'https:') });
  }, []);
  return null;
}
