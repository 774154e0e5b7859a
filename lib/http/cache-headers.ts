/** Headers of every public picture, with names in lower case as in `PictureAnswer`. Any page may embed it, and browsers may not treat it as anything but a picture. */
export const PUBLIC_PICTURE = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'content-disposition': 'inline',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

/** For URLs whose picture never changes. */
export const IMMUTABLE = { 'cache-control': 'public, max-age=31536000, immutable' };
