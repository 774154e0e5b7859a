import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { HeadingText } from './heading-text';

const html = (text: string) => renderToStaticMarkup(<HeadingText>{text}</HeadingText>);

test('a heading keeps the letter before a hyphen on the line of its word', () => {
  expect(html('Confirm your e-mail address')).toBe('Confirm your <span class="whitespace-nowrap">e-mail</span> address');
});

test('a heading breaks at other hyphens, and without one it is plain text', () => {
  expect(html('Sign-in by E-Mail-Adresse')).toBe('Sign-in by <span class="whitespace-nowrap">E-Mail</span>-Adresse');
  expect(html('Profile')).toBe('Profile');
});
