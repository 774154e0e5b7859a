// Bytes and SSIM of each rendition, compared with JPEG at quality 82 and with JPEG at the same SSIM.
import sharp from 'sharp';
import { ssim } from 'ssim.js';
import { table } from './figures.mjs';
import { asForm, makePhoto } from './photo.mjs';
import { upload, withServer } from './server.mjs';

const SIZES = [64, 128, 256, 512];
const FORMATS = ['webp', 'avif', 'jpg', 'png'];

export const title = 'Bytes of each rendition of the 12 MP photo, and SSIM to the picture scaled without loss';

export async function run() {
  const photo = await makePhoto();
  return withServer(async (server) => {
    const { key, crop } = await upload(server, asForm(photo));
    const square = { left: crop.x, top: crop.y, width: crop.width, height: crop.height };
    const rows = [];
    for (const size of SIZES) {
      const exact = await sharp(photo).autoOrient().extract(square).resize(size, size).png().toBuffer();
      const jpeg = await sharp(exact).jpeg({ quality: 82 }).toBuffer();
      rows.push([`${size} px, JPEG q82`, jpeg.length, (await likeness(exact, jpeg)).toFixed(3), '1.00', '1.00']);
      for (const format of FORMATS) {
        const { status, body } = await server.send({ path: `/media/${key}/${size}.${format}` });
        if (status !== 200) throw new Error(`${size}.${format} answered ${status}`);
        const found = await likeness(exact, body);
        const ratios = [body.length / jpeg.length, body.length / (await bytesOfJpegAsLike(exact, found))];
        rows.push([`${size}.${format}`, body.length, found.toFixed(3), ...ratios.map((ratio) => ratio.toFixed(2))]);
      }
    }
    const head = ['', 'bytes', 'SSIM', 'bytes, ratio to JPEG q82', 'to JPEG of that SSIM'];
    return { text: table([head, ...rows]), markdown: [head, ...rows], requirements: [] };
  });
}

async function likeness(one, other) {
  const [a, b] = await Promise.all([one, other].map(imageData));
  return ssim(a, b).mssim;
}

/** Bytes of a JPEG at the lowest quality with at least this SSIM, or at quality 100. */
async function bytesOfJpegAsLike(exact, wanted) {
  let [low, high] = [1, 100];
  const jpeg = (quality) => sharp(exact).jpeg({ quality }).toBuffer();
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await likeness(exact, await jpeg(middle))) >= wanted) high = middle;
    else low = middle + 1;
  }
  return (await jpeg(low)).length;
}

async function imageData(bytes) {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}
