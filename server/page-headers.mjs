import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One year. Without subdomains, which are not ours to decide about. */
const HSTS = 'max-age=31536000';

/** Features that no page uses. The camera is for taking a picture. */
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

/** Pages that Next.js renders while it builds, and so without a nonce: its last resorts when everything else fails. */
const PRERENDERED = ['pages/500.html', 'app/_global-error.html'];

/**
 * Response headers that do not come from a handler.
 *
 * @param {{ baseUrl: string, dev: boolean }} settings
 */
export function createPageHeaders({ baseUrl, dev }) {
  const always = baseUrl.startsWith('https:') ? { 'Strict-Transport-Security': HSTS } : {};
  const onFailure = dev ? { scripts: [], styles: [] } : hashesOf(PRERENDERED.map(readBuilt).join(''));
  /** A new one for each answer, so that nobody can guess it. Next.js takes it from the request and puts it on its scripts. */
  const nonceSource = () => `'nonce-${randomBytes(16).toString('base64')}'`;
  return {
    always,
    /** @param {string} nonce a source of {@link nonceSource} */
    forPages: (nonce, status = 200) => ({
      'Content-Security-Policy': policy({ nonce, dev, baseUrl, ...(status >= 500 && { onFailure }) }),
      'Permissions-Policy': PERMISSIONS_POLICY,
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    }),
    nonceSource,
  };
}

function policy({ nonce, dev, baseUrl, onFailure = { scripts: [], styles: [] } }) {
  const directives = {
    'default-src': ["'none'"],
    // While developing, React evaluates code to show where it came from, and Next.js adds style sheets as it compiles them.
    'script-src': ["'self'", nonce, ...onFailure.scripts, ...(dev ? ["'unsafe-eval'"] : [])],
    'style-src': ["'self'", ...(dev ? ["'unsafe-inline'"] : [nonce, ...onFailure.styles])],
    // Attributes alone, and no style sheet: components that the server renders have some, such as react-dropzone's hidden input.
    'style-src-attr': ["'unsafe-inline'"],
    // Pictures have absolute addresses; blob: is the picture that is being framed.
    'img-src': ["'self'", baseUrl, 'blob:', 'data:'],
    'connect-src': ["'self'", ...(dev ? ['ws:', 'wss:'] : [])],
    'font-src': ["'self'"],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

function readBuilt(path) {
  try {
    return readFileSync(join('.next', 'server', path), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Sources for the inline scripts and style sheets of a page. */
export function hashesOf(html) {
  const inline = (tag) => [...html.matchAll(new RegExp(`<${tag}(?: [^>]*)?>(.*?)</${tag}>`, 'gs'))].map(([, text]) => text);
  const sources = (texts) =>
    [...new Set(texts.filter(Boolean))].map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return { scripts: sources(inline('script')), styles: sources(inline('style')) };
}
