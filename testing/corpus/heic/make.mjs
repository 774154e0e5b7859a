// Creates the HEIC pictures of this folder and bench/photo.heic. Requires heif-enc (Debian: libheif-examples); the tests do not.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { makePhoto } from '../../../bench/photo.mjs';
import { putTogether, takeApart } from './box.mjs';

const folder = mkdtempSync(join(tmpdir(), 'heic-'));
const here = import.meta.dirname;

/** Encodes one picture, without chroma subsampling to keep colour edges sharp. */
function encode(png, ...options) {
  const [from, to] = [join(folder, 'in.png'), join(folder, 'out.heic')];
  writeFileSync(from, png);
  execFileSync('heif-enc', [...options, '-o', to, from]);
  return readFileSync(to);
}

const EXACT = ['-q', '95', '-p', 'chroma=444'];

function raster(width, height, channels, colourAt) {
  const data = Buffer.alloc(width * height * channels);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) data.set(colourAt(x, y), (y * width + x) * channels);
  return sharp(data, { raw: { width, height, channels } });
}

/** Top left, top right, bottom left, bottom right. */
const CORNERS = [
  [220, 40, 40],
  [40, 190, 60],
  [50, 70, 220],
  [235, 205, 50],
];
const corners = (width, height) => raster(width, height, 3, (x, y) => CORNERS[(y * 2 >= height ? 2 : 0) + (x * 2 >= width ? 1 : 0)]);

/** The picture as a rotated camera stores it; displayed as a landscape of 120 × 80. */
const stored = async (degrees) => corners(120, 80).rotate(degrees).png().toBuffer();

async function write(name, bytes) {
  writeFileSync(join(here, name), bytes);
  console.log(name, bytes.length);
}

const upright = await corners(120, 80).png().toBuffer();
await write('landscape.heic', encode(upright, ...EXACT));

// `irot` is anticlockwise. The EXIF orientation contradicts it and must be ignored.
for (const [degrees, exif] of [
  [90, 8],
  [180, 6],
  [270, 3],
]) {
  const one = takeApart(encode(await stored(degrees), ...EXACT));
  const size = degrees === 180 ? [120, 80] : [80, 120];
  await write(`turned-${degrees}.heic`, putTogether({ tiles: [one], size, irot: degrees / 90, exif }));
}
await write(
  'mirrored.heic',
  putTogether({ tiles: [takeApart(encode(await corners(120, 80).flop().png().toBuffer(), ...EXACT))], size: [120, 80], imir: 1, exif: 2 }),
);

// Rotation is applied before mirroring, in the order of the properties.
const folded = await corners(120, 80).rotate(90).flop().png().toBuffer();
await write(
  'mirrored-turned.heic',
  putTogether({ tiles: [takeApart(encode(folded, ...EXACT))], size: [80, 120], imir: 1, irot: 1, exif: 1 }),
);

// A thumbnail, as heif-enc writes it, and as cameras do: turned like the picture, with bars above and below.
await write('thumbnail.heic', encode(upright, ...EXACT, '-t', '96'));
const barred = await sharp(await corners(96, 64).png().toBuffer())
  .extend({ top: 4, bottom: 4, background: '#000' })
  .png()
  .toBuffer();
const thumbnail = takeApart(encode(await sharp(barred).rotate(90).flop().png().toBuffer(), ...EXACT));
await write(
  'thumbnail-turned.heic',
  putTogether({
    tiles: [takeApart(encode(folded, ...EXACT))],
    size: [80, 120],
    imir: 1,
    irot: 1,
    exif: 1,
    thumbnail: { ...thumbnail, size: [72, 96] },
  }),
);

// The only orientation is in EXIF, and must be ignored.
await write('exif-alone.heic', putTogether({ tiles: [takeApart(encode(upright, ...EXACT))], size: [120, 80], exif: 6 }));

// As in phone photos: 10 bits, and 4:2:0 chroma.
const deep = await corners(120, 80).toColourspace('rgb16').png().toBuffer();
await write('ten-bits.heic', encode(deep, '-q', '95', '-b', '10', '-p', 'chroma=444'));
await write('halved-colours.heic', encode(upright, '-q', '95', '-p', 'chroma=420'));

const shades = raster(64, 64, 1, (x) => [[40, 90, 160, 220][x >> 4]]);
await write('grey.heic', encode(await shades.toColourspace('b-w').png().toBuffer(), '-q', '95'));

await write(
  'alpha.heic',
  encode(
    await raster(64, 64, 4, (x) => [200, 30, 60, x < 32 ? 255 : 0])
      .png()
      .toBuffer(),
    ...EXACT,
  ),
);

// Four colours as Display P3 samples; the test contains their sRGB values.
const PATCHES = [
  [200, 60, 50],
  [80, 170, 90],
  [60, 80, 190],
  [128, 128, 128],
];
const p3 = (
  await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
    .withIccProfile('p3')
    .png()
    .toBuffer()
    .then((png) => sharp(png).metadata())
).icc;
const patches = await raster(128, 64, 3, (x) => PATCHES[Math.floor(x / 32)])
  .png()
  .toBuffer();
await write('display-p3.heic', putTogether({ tiles: [takeApart(encode(patches, ...EXACT))], size: [128, 64], icc: p3 }));

async function tiled(picture, side, columns, rows, ...options) {
  const tiles = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const tile = await picture
        .clone()
        .extract({ left: column * side, top: row * side, width: side, height: side })
        .png()
        .toBuffer();
      tiles.push(takeApart(encode(tile, ...options)));
    }
  }
  return { tiles, columns, tile: [side, side] };
}

// Two by two tiles of 64 extend beyond 120 × 80, like the tiles of a phone photo.
const padded = sharp(await corners(120, 80).extend({ right: 8, bottom: 48, background: '#000' }).png().toBuffer());
await write('grid.heic', putTogether({ ...(await tiled(padded, 64, 2, 2, ...EXACT)), size: [120, 80] }));

// States 64 × 64 and contains 12,000 × 12,000.
const huge = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#808080' } })
  .png()
  .toBuffer();
await write('understated.heic', putTogether({ tiles: [takeApart(encode(huge, '-q', '10'))], size: [64, 64] }));

// Twelve megapixels, structured like an iPhone photo: 48 tiles of 512 and a thumbnail, oriented by `irot`.
const photo = sharp(
  await sharp(await makePhoto())
    .removeAlpha()
    .blur(1.2)
    .extend({ right: 64, bottom: 48, extendWith: 'copy' })
    .png()
    .toBuffer(),
);
const small = await sharp(await makePhoto())
  .removeAlpha()
  .resize(320, 240)
  .png()
  .toBuffer();
const phone = putTogether({
  ...(await tiled(photo, 512, 8, 6, '-q', '32')),
  size: [4032, 3024],
  irot: 3,
  exif: 6,
  icc: p3,
  thumbnail: { ...takeApart(encode(small, '-q', '50')), size: [320, 240] },
});
await write('../../../bench/photo.heic', phone);
rmSync(folder, { recursive: true });
