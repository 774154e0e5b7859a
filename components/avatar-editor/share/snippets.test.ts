import { expect, it } from 'vitest';
import { htmlSnippet, markdownSnippet } from './snippets';

const base = 'https://pictures.example.org/u/7/avatar';
const sizes = Object.fromEntries([20, 64, 128, 200, 256, 512].map((size) => [size, `${base}?s=${size}`]));

it('the HTML is sharp on screens of each pixel ratio, and takes up its place before the picture is there', () => {
  expect(htmlSnippet({ side: 128, sizes, alt: 'Photo of Ada' })).toBe(
    `<img src="${base}?s=128" srcset="${base}?s=128 1x, ${base}?s=256 2x, ${base}?s=512 3x" width="128" height="128" alt="Photo of Ada">`,
  );
  // No larger one exists.
  expect(htmlSnippet({ side: 512, sizes, alt: '' })).toContain(`${base}?s=512 3x`);
});

it('the HTML cannot be broken out of', () => {
  const html = htmlSnippet({ side: 64, sizes: { 64: `${base}?a=1&s="` }, alt: '"><script>&' });
  expect(html).toContain('alt="&quot;&gt;&lt;script&gt;&amp;"');
  expect(html).toContain(`src="${base}?a=1&amp;s=&quot;"`);
});

it('the Markdown has the description and the address of the size', () => {
  expect(markdownSnippet({ side: 64, sizes, alt: 'Ada [right] \\ Eve' })).toBe(`![Ada \\[right\\] \\\\ Eve](${base}?s=64)`);
});
