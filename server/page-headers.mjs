import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One year, without subdomains, which may belong to other services. */
const HSTS = 'max-age=31536000';

/** Browser features that no page uses. The camera is used for taking a picture. */
const PERMISSIONS = [
  'accelerometer',
  'autoplay',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

const PERMISSIONS_POLICY = ['camera=(self)', ...PERMISSIONS.map((feature) => `${feature}=()`)].join(', ');

/** Fallback error pages, which Next.js renders at build time and so without a nonce. */
const PRERENDERED = ['pages/500.html', 'app/_global-error.html'];

/** The fonts of the 404 page. Next.js looks this page up under another key of the manifest, and so preloads none. */
const NOT_FOUND_FONTS = 'app/_not-found/page/next-font-manifest.json';

/**
 * Response headers that are not set by endpoints.
 *
 * @param {{ baseUrl: string, dev: boolean, sources?: { uploads?: string, pictures?: string } }} settings `sources`: other servers that pages use
 */
export function createPageHeaders({ baseUrl, dev, sources }) {
  const always = baseUrl.startsWith('https:') ? { 'Strict-Transport-Security': HSTS } : {};
  const onFailure = dev ? { scripts: [], styles: [] } : hashesOf(PRERENDERED.map(readBuilt).join(''));
  /** A new, unpredictable nonce for each response. Next.js reads it from the request and sets it on its scripts. */
  const nonceSource = () => `'nonce-${randomBytes(16).toString('base64')}'`;
  const notFoundFonts = dev ? '' : preloadsOf(readBuilt(NOT_FOUND_FONTS));
  return {
    always,
    /** Of the 404 page. */
    forNotFound: notFoundFonts === '' ? {} : { Link: notFoundFonts },
    /** @param {string} nonce a source of {@link nonceSource} */
    forPages: (nonce, status = 200) => ({
      'Content-Security-Policy': policy({ nonce, dev, baseUrl, sources, ...(status >= 500 && { onFailure }) }),
      'Permissions-Policy': PERMISSIONS_POLICY,
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    }),
    nonceSource,
  };
}

function policy({ nonce, dev, baseUrl, sources = {}, onFailure = { scripts: [], styles: [] } }) {
  const directives = {
    'default-src': ["'none'"],
    // In development, React evaluates code for source locations, and Next.js injects style sheets while compiling.
    'script-src': ["'self'", nonce, ...onFailure.scripts, ...(dev ? ["'unsafe-eval'"] : [])],
    'style-src': ["'self'", ...(dev ? ["'unsafe-inline'"] : [nonce, ...onFailure.styles])],
    // Style attributes only: server-rendered pictures and bars have some.
    'style-src-attr': ["'unsafe-inline'"],
    // Picture URLs are absolute; blob: is the picture in the editor.
    'img-src': ["'self'", baseUrl, ...(sources.pictures ? [sources.pictures] : []), 'blob:', 'data:'],
    'connect-src': ["'self'", ...(sources.uploads ? [sources.uploads] : []), ...(dev ? ['ws:', 'wss:'] : [])],
    'font-src': ["'self'"],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

/** @returns the `Link` header that preloads the fonts of a manifest of Next.js, as Next.js does for other pages */
export function preloadsOf(manifest) {
  const files = manifest === '' ? [] : Object.values(JSON.parse(manifest).app ?? {}).flat();
  return files.map((file) => `</_next/${file}>; rel=preload; as="font"; crossorigin=""; type="font/woff2"`).join(', ');
}

function readBuilt(path) {
  try {
    return readFileSync(join('.next', 'server', path), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

/** CSP hash sources for the inline scripts and style sheets of a page. */
export function hashesOf(html) {
  const inline = (tag) => [...html.matchAll(new RegExp(`<${tag}(?: [^>]*)?>(.*?)</${tag}>`, 'gs'))].map(([, text]) => text);
  const sources = (texts) =>
    [...new Set(texts.filter(Boolean))].map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return { scripts: sources(inline('script')), styles: sources(inline('style')) };
}
