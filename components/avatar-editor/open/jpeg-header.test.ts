import { describe, expect, it } from 'vitest';
import { photo } from '@/testing/pictures';
import { readJpegHeader } from './jpeg-header';

const SOI = [0xff, 0xd8];
const XMP = [0xff, 0xe1, 0x00, 0x08, 0xff, 0xc0, 0, 0, 0, 0];
const sof = (marker: number, height: number, width: number) => [
  0xff,
  marker,
  0,
  17,
  8,
  height >> 8,
  height & 255,
  width >> 8,
  width & 255,
  3,
];

describe('the header of a JPEG', () => {
  it.each([
    ['baseline', 0xc0],
    ['progressive', 0xc2],
  ])('is read from a %s frame header behind other segments', (_kind, marker) => {
    expect(readJpegHeader(new Uint8Array([...SOI, ...XMP, ...sof(marker, 3024, 4032)]))).toEqual({
      width: 4032,
      height: 3024,
      orientation: 1,
    });
  });

  it('is read behind fill bytes and tables', () => {
    const tables = [0xff, 0xc4, 0x00, 0x03, 0x00];
    expect(readJpegHeader(new Uint8Array([...SOI, ...tables, 0xff, ...sof(0xc0, 10, 20)]))).toEqual({
      width: 20,
      height: 10,
      orientation: 1,
    });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('has orientation %i of its EXIF, and the extent as stored', async (orientation) => {
    const turned = orientation > 4;
    const extent = turned ? { width: 40, height: 60 } : { width: 60, height: 40 };
    expect(readJpegHeader(new Uint8Array(await photo(60, 40, orientation)))).toEqual({ ...extent, orientation });
  });

  it.each([
    ['nothing', []],
    ['another format', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]],
    ['a truncated file', [...SOI, ...XMP]],
    ['no markers', [...SOI, ...Array(20).fill(7)]],
    ['a height that comes later', [...SOI, ...sof(0xc0, 0, 20)]],
  ])('of %s is unknown', (_what, bytes) => {
    expect(readJpegHeader(new Uint8Array(bytes))).toBeNull();
  });
});
