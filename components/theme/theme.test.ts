import { expect, it } from 'vitest';
import { barColour, parseTheme, themeCookie, themeOfCookies } from './theme';

it.each([
  ['light', 'light'],
  ['dark', 'dark'],
  ['system', 'system'],
  [undefined, 'system'],
  ['', 'system'],
  ['DARK', 'system'],
  ['dark; Path=/', 'system'],
])('the cookie %j shows the theme %s', (value, theme) => {
  expect(parseTheme(value)).toBe(theme);
});

it.each([
  ['', 'system'],
  ['likeness-theme=dark', 'dark'],
  ['other=1; likeness-theme=light; last=2', 'light'],
  ['my-likeness-theme=dark; likeness-theme=purple', 'system'],
])('the cookies %j have the theme %s', (cookies, theme) => {
  expect(themeOfCookies(cookies)).toBe(theme);
});

it('a choice lasts a year, and the theme of the system needs no cookie', () => {
  expect(themeCookie('dark', false)).toBe('likeness-theme=dark; Path=/; Max-Age=31536000; SameSite=Lax');
  expect(themeCookie('light', true)).toBe('likeness-theme=light; Path=/; Max-Age=31536000; SameSite=Lax; Secure');
  expect(themeCookie('system', true)).toBe('likeness-theme=system; Path=/; Max-Age=0; SameSite=Lax; Secure');
});

it('the bars of the browser have the colour of the page', () => {
  expect([barColour('system', 'light'), barColour('system', 'dark')]).toEqual(['#f7f7f4', '#111312']);
  expect([barColour('dark', 'light'), barColour('light', 'dark')]).toEqual(['#111312', '#f7f7f4']);
});
