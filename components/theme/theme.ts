/** Cookie with the choice, so that the server renders the page in its colours. */
export const THEME_COOKIE = 'likeness-theme';

export const THEMES = ['system', 'light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

/** Colours of the browser's own bars: `--canvas` of `app/tokens.css`. */
export const BAR_COLOURS = { light: '#f7f7f4', dark: '#111312' } as const;

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** @param value of the cookie @returns `system` unless it names a theme */
export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system';
}

/** @param cookies as `document.cookie` has them */
export function themeOfCookies(cookies: string): Theme {
  const start = `${THEME_COOKIE}=`;
  const cookie = cookies.split('; ').find((each) => each.startsWith(start));
  return parseTheme(cookie?.slice(start.length));
}

/** The cookie of a choice. That of the system's theme ends at once. */
export function themeCookie(theme: Theme, isSecure: boolean): string {
  const age = theme === 'system' ? 0 : YEAR_SECONDS;
  return `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}

/** The colour of the browser's bars while the system prefers `scheme`. */
export function barColour(theme: Theme, scheme: 'light' | 'dark'): string {
  return BAR_COLOURS[theme === 'system' ? scheme : theme];
}
