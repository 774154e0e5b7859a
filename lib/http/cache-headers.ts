/** Headers of every public picture. Any page may embed it, and browsers may not treat it as anything but a picture. */
export const PUBLIC_PICTURE = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Content-Disposition': 'inline',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** For URLs whose picture never changes. */
export const IMMUTABLE = { 'Cache-Control': 'public, max-age=31536000, immutable' };
