import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createPageHeaders, hashesOf, preloadsOf } from './page-headers.mjs';

const NONCE = "'nonce-AAAA'";

it('a page runs only our scripts, and loads nothing from other servers', () => {
  const { forPages } = createPageHeaders({ baseUrl: 'https://pictures.example.org', dev: false });
  expect(forPages(NONCE)).toEqual({
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self' 'nonce-AAAA'",
      "style-src 'self' 'nonce-AAAA'",
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' https://pictures.example.org blob: data:",
      "connect-src 'self'",
      "font-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'Permissions-Policy': expect.stringMatching(/^camera=\(self\), .*\bgeolocation=\(\), .*\bmicrophone=\(\), /),
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  });
});

it('a page also sends uploads to the store and loads pictures from it, where the settings say so', () => {
  const sources = { uploads: 'https://vercel.com/api/blob/', pictures: 'https://cdn.example.org' };
  const { forPages } = createPageHeaders({ baseUrl: 'https://pictures.example.org', dev: false, sources });
  expect(forPages(NONCE)['Content-Security-Policy'].split('; ')).toEqual(
    expect.arrayContaining([
      "connect-src 'self' https://vercel.com/api/blob/",
      "img-src 'self' https://pictures.example.org https://cdn.example.org blob: data:",
    ]),
  );
});

it('the 404 page preloads its fonts, if there is a build', () => {
  const manifest = { pages: {}, app: { '[project]/app/_not-found/page': ['static/media/a.woff2', 'static/media/b.woff2'] } };
  expect(preloadsOf(JSON.stringify(manifest))).toBe(
    '</_next/static/media/a.woff2>; rel=preload; as="font"; crossorigin=""; type="font/woff2", ' +
      '</_next/static/media/b.woff2>; rel=preload; as="font"; crossorigin=""; type="font/woff2"',
  );
  expect(preloadsOf('')).toBe('');
});

it('nonces have 128 bits and never repeat', () => {
  const { nonceSource } = createPageHeaders({ baseUrl: 'http://localhost:3000', dev: false });
  expect(nonceSource()).toMatch(/^'nonce-[A-Za-z0-9+/]{22}=='$/);
  expect(new Set(Array.from({ length: 100 }, nonceSource)).size).toBe(100);
});

it.each([
  ['https://pictures.example.org', { 'Strict-Transport-Security': 'max-age=31536000' }],
  ['http://localhost:3000', {}],
])('browsers are told to come back over https where BASE_URL is %s', (baseUrl, always) => {
  expect(createPageHeaders({ baseUrl, dev: false }).always).toEqual(always);
});

it('eval and inline styles are allowed in development only', () => {
  const csp = (dev: boolean) => createPageHeaders({ baseUrl: 'http://localhost:3000', dev }).forPages(NONCE)['Content-Security-Policy'];
  expect(csp(true)).toContain("script-src 'self' 'nonce-AAAA' 'unsafe-eval'; style-src 'self' 'unsafe-inline';");
  expect(csp(false)).not.toMatch(/unsafe-eval|style-src '[^;]*unsafe-inline|ws:/);
});

it('inline scripts and styles of prerendered pages are allowed by hash, each once', () => {
  const html =
    '<script src="/a.js" async=""></script><style>a{}</style><style media="x">a{}</style><script id="x">go()\n</script><script></script>';
  const source = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  expect(hashesOf(html)).toEqual({ scripts: [source('go()\n')], styles: [source('a{}')] });
});
