'use client';

import { useEffect } from 'react';
import { barColour, parseTheme, type Theme, themeCookie, themeOfCookies } from './theme';

/** Tells the other tabs of the browser. */
const CHANNEL = 'likeness-theme';

/** Follows the choice in the panel, which the server has rendered. Renders nothing. In the layout of all pages, as a part of its script. */
export function ThemeChoice() {
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<Theme>) => follow(data);
    function onChange({ target }: Event) {
      if (target instanceof HTMLInputElement && target.closest('#theme-panel')) choose(parseTheme(target.value));
    }
    function choose(theme: Theme) {
      // The Cookie Store API is missing over plain HTTP, and in some browsers.
      Object.assign(document, { cookie: themeCookie(theme, window.location.protocol === 'https:') });
      showTheme(theme);
      channel.postMessage(theme);
    }
    document.addEventListener('change', onChange);
    // Chosen before this ran: in this page, or in another tab while this one was loading.
    const checked = document.querySelector<HTMLInputElement>('#theme-panel input:checked');
    if (checked && !checked.defaultChecked) choose(parseTheme(checked.value));
    else follow(themeOfCookies(document.cookie));
    return () => {
      document.removeEventListener('change', onChange);
      channel.close();
    };
  }, []);
  return null;
}

/** Shows a theme that was chosen elsewhere. */
function follow(theme: Theme): void {
  showTheme(theme);
  const input = document.querySelector<HTMLInputElement>(`#theme-panel input[value="${theme}"]`);
  if (input) input.checked = true;
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
