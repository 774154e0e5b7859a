'use client';

import { useEffect } from 'react';
import { barColour, parseTheme, type Theme, themeCookie } from './theme';

/** Tells the other tabs of the browser. */
const CHANNEL = 'likeness-theme';

/** Follows the choice in the panel, which the server has rendered. Renders nothing. In the layout of all pages, as a part of its script. */
export function ThemeChoice() {
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<Theme>) => {
      showTheme(data);
      const input = document.querySelector<HTMLInputElement>(`#theme-panel input[value="${data}"]`);
      if (input) input.checked = true;
    };
    function choose({ target }: Event) {
      if (!(target instanceof HTMLInputElement) || !target.closest('#theme-panel')) return;
      const theme = parseTheme(target.value);
      // The Cookie Store API is missing over plain HTTP, and in some browsers.
      Object.assign(document, { cookie: themeCookie(theme, window.location.protocol === 'https:') });
      showTheme(theme);
      channel.postMessage(theme);
    }
    document.addEventListener('change', choose);
    return () => {
      document.removeEventListener('change', choose);
      channel.close();
    };
  }, []);
  return null;
}

/** Shows the page in the colours of a theme. */
function showTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.scheme;
  else dataset.scheme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.content = barColour(theme, meta.media.includes('dark') ? 'dark' : 'light');
  }
}
