// The uploaded photo: size, noise and EXIF orientation resemble a phone photo.
import sharp from 'sharp';

/** As stored; EXIF orientation 6 makes it an upright 3024 × 4032. */
export const WIDTH = 4032;
export const HEIGHT = 3024;

/** Sensor noise: maximum deviation of a pixel, of 255. It makes the file as large as a real one. */
const GRAIN = 26;

/**
 * Creates a JPEG with wide gradients, soft shapes and noise, equal in every run. By default it has 12 megapixels and an sRGB profile. Flat
 * pictures would decode unrealistically fast.
 *
 * @returns {Promise<Buffer>}
 */
export async function makePhoto({ width = WIDTH, height = HEIGHT, profile = true } = {}) {
  const random = generator(20_261_121);
  const shapes = await noise(random, 24, 18, 255).resize(width, height, { kernel: 'cubic' }).blur(12).raw().toBuffer();
  const details = await noise(random, 504, 378, 70).resize(width, height, { kernel: 'cubic' }).raw().toBuffer();
  for (let at = 0; at < shapes.length; at += 3) {
    const grain = (random() - 0.5) * GRAIN;
    for (let channel = 0; channel < 3; channel += 1) {
      const value = shapes[at + channel] + details[at + channel] - 35 + grain;
      shapes[at + channel] = Math.max(0, Math.min(255, value));
    }
  }
  const image = sharp(shapes, { raw: { width, height, channels: 3 } }).blur(0.6);
  if (profile) return image.withMetadata({ orientation: 6 }).jpeg({ quality: 90 }).toBuffer();
  const bare = await image.jpeg({ quality: 90 }).toBuffer();
  return Buffer.concat([bare.subarray(0, 2), ORIENTED, bare.subarray(2)]);
}

/** EXIF with only orientation 6, which sharp writes only together with a profile (EXIF 2.32, section 4.5). */
const ORIENTED = Buffer.from('ffe10022457869660000' + '49492a0008000000' + '0100' + '1201030001000000' + '06000000' + '00000000', 'hex');

/** The photo as multipart form data from a browser. */
export function asForm(photo) {
  const boundary = '----likeness-bench-7MA4YWxkTrZu0gW';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), photo, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}

function noise(random, width, height, reach) {
  const data = Buffer.from(Array.from({ length: width * height * 3 }, () => Math.floor(random() * reach)));
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** mulberry32: small, fast, and deterministic. */
export function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
