/**
 * Headers of every picture that we serve. Public pictures may be shown on any page, and no browser may take one for anything else than
 * a picture.
 */
export const PUBLIC_PICTURE = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Content-Disposition': 'inline',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** For addresses that show the same picture for ever. */
export const IMMUTABLE = { 'Cache-Control': 'public, max-age=31536000, immutable' };
