import { type Colour, chart, colourAt, draw, greys, luma, PATCHES, patchAt, withFadingAlpha } from './chart';
import { type CorpusPicture, EXACT, type Shown } from './picture';
import { chunk, encodeApng, encodePng, GREY, GREY_ALPHA, PALETTE, PNG_SIGNATURE, type PngImage, RGB, RGBA } from './png-codec';

const picture = chart(96, 64);
const large = chart(1536, 1024);
const { width, height } = picture;
const clear = withFadingAlpha(picture);
const shows: Shown = { format: 'png', picture, near: EXACT };

const rgb = (x: number, y: number) => colourAt(picture, x, y);
const rgba = (x: number, y: number) => [...clear.data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
const grey = (x: number, y: number) => luma(rgb(x, y));
const wide = (values: readonly number[]) => values.map((value) => value * 257);

const written = (fields: Partial<PngImage>, before: readonly Uint8Array[] = [], after: readonly Uint8Array[] = []) =>
  encodePng({ width, height, depth: 8, type: RGB, at: rgb, ...fields }, before, after);

/** A grey PNG of this bit depth. */
function greyOf(depth: number): CorpusPicture {
  const most = 2 ** depth - 1;
  const at = (x: number, y: number) => [Math.round((grey(x, y) * most) / 255)];
  return {
    name: `PNG, grey, ${depth} bits`,
    file: () => written({ depth, type: GREY, at }),
    shows: { ...shows, picture: greys(picture, Math.min(256, most + 1)) },
  };
}

const square = chart(64, 64);
const palette = chunk('PLTE', Buffer.from(PATCHES.flat()));
/** The square chart with a palette. @param depth below 4, patches beyond the palette repeat */
const indexed = (depth: number, interlaced = false, before: readonly Uint8Array[] = []) =>
  encodePng({ width: 64, height: 64, depth, type: PALETTE, at: (x, y) => [patchAt(64, x, y) % 2 ** depth], interlaced }, [
    palette,
    ...before,
  ]);
const fewColours = (depth: number) =>
  chart(
    64,
    64,
    PATCHES.map((_, index) => PATCHES[index % 2 ** depth] as Colour),
  );
/** The chart with alpha for the first colours of a palette: 0 for the first, 128 for the others. */
const partly = (count: number) => draw(64, 64, (x, y) => [...colourAt(square, x, y), alphaOf(patchAt(64, x, y), count)]);
const alphaOf = (index: number, count: number) => (index >= count ? 255 : index === 0 ? 0 : 128);
const transparency = (count: number) => chunk('tRNS', Buffer.from(Array.from({ length: count }, (_, index) => alphaOf(index, count))));

const without = (raster: typeof picture, [r, g, b]: Colour) =>
  draw(raster.width, raster.height, (x, y) => {
    const colour = colourAt(raster, x, y);
    return [...colour, colour[0] === r && colour[1] === g && colour[2] === b ? 0 : 255];
  });

const [red] = PATCHES as [Colour];
const shade = luma(red);
const text = chunk('tEXt', Buffer.from('Author\0Ada Lovelace'));

/** An APNG with two frames. The second has one colour: showing it means missing the picture. */
function animated(): Buffer {
  const frame = { width, height, depth: 8, type: RGB, at: rgb };
  return encodeApng([frame, { ...frame, at: () => [9, 9, 9] }]);
}

export const pngPictures: readonly CorpusPicture[] = [
  { name: 'PNG, RGB, 8 bits', file: () => written({}), shows },
  { name: 'PNG, RGB, 8 bits, interlaced', file: () => written({ interlaced: true }), shows },
  { name: 'PNG, RGB, 16 bits', file: () => written({ depth: 16, at: (x, y) => wide(rgb(x, y)) }), shows },
  { name: 'PNG, RGB, 16 bits, interlaced', file: () => written({ depth: 16, interlaced: true, at: (x, y) => wide(rgb(x, y)) }), shows },
  { name: 'PNG, RGBA, 8 bits', file: () => written({ type: RGBA, at: rgba }), shows: { ...shows, picture: clear } },
  {
    name: 'PNG, RGBA, 16 bits',
    file: () => written({ depth: 16, type: RGBA, at: (x, y) => wide(rgba(x, y)) }),
    shows: { ...shows, picture: clear },
  },
  ...[1, 2, 4, 8, 16].map(greyOf),
  {
    name: 'PNG, grey with alpha, 8 bits',
    file: () => written({ type: GREY_ALPHA, at: (x, y) => [grey(x, y), rgba(x, y)[3] ?? 0] }),
    shows: { ...shows, picture: greys(clear) },
  },
  {
    name: 'PNG, grey with alpha, 16 bits',
    file: () => written({ depth: 16, type: GREY_ALPHA, at: (x, y) => wide([grey(x, y), rgba(x, y)[3] ?? 0]) }),
    shows: { ...shows, picture: greys(clear) },
  },
  ...[1, 2, 4, 8].map(
    (depth): CorpusPicture => ({
      name: `PNG, palette, ${depth} bits`,
      file: () => indexed(depth),
      shows: { ...shows, picture: fewColours(depth) },
    }),
  ),
  { name: 'PNG, palette, interlaced', file: () => indexed(4, true), shows: { ...shows, picture: square } },
  {
    name: 'PNG, palette with transparent colours',
    file: () => indexed(8, false, [transparency(6)]),
    shows: { ...shows, picture: partly(6) },
  },
  {
    name: 'PNG, RGB with a transparent colour',
    file: () => written({}, [chunk('tRNS', Buffer.from(red.flatMap((value) => [0, value])))]),
    shows: { ...shows, picture: without(picture, red) },
  },
  {
    name: 'PNG, grey with a transparent shade',
    file: () => written({ type: GREY, at: (x, y) => [grey(x, y)] }, [chunk('tRNS', Buffer.from([0, shade]))]),
    shows: { ...shows, picture: without(greys(picture), [shade, shade, shade]) },
  },
  { name: 'PNG, animated: its first frame', file: animated, shows },
  { name: 'PNG with texts', file: () => written({}, [text, chunk('iTXt', Buffer.from('XML:com.adobe.xmp\0\0\0\0\0<x/>'))], [text]), shows },
  { name: 'PNG with unknown chunks', file: () => written({}, [chunk('juNk', Buffer.alloc(5000, 1))], [chunk('zzZz')]), shows },
  { name: 'PNG with a web page after IEND', file: () => Buffer.concat([written({}), Buffer.from('<script>alert(1)</script>')]), shows },
  {
    name: 'PNG with a wrong CRC in a text chunk',
    file: () => written({}, [Buffer.concat([text.subarray(0, -1), Buffer.from([0])])]),
    shows,
  },
  { name: 'PNG called me.jpg', fileName: 'me.jpg', file: () => written({}), shows },
  {
    name: 'PNG, large',
    file: () => encodePng({ ...large, depth: 8, type: RGB, at: (x, y) => colourAt(large, x, y) }),
    shows: { ...shows, picture: large },
  },
  { name: 'PNG without image data', file: () => Buffer.concat([PNG_SIGNATURE, chunk('IEND')]), refused: 'corrupt_image' },
];
