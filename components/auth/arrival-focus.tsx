'use client';

import { useEffect } from 'react';
import { takeArrival } from './arrival';

/** Moves the focus to the heading of the first page of a new account: the form that had it is gone with its page. */
export function ArrivalFocus(): null {
  useEffect(() => {
    const heading = document.querySelector('h1');
    if (!takeArrival() || !heading || document.activeElement !== document.body) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, []);
  return null;
}
