import { expect, it } from 'vitest';
import { draw } from '@/testing/corpus/chart';
import { fromRaster } from '@/testing/pictures';
import { blurSquare, COPY_SIDE } from './blurred-copy';

it('blurs as the server does, also at the edges', async () => {
  const picture = draw(COPY_SIDE, COPY_SIDE, (x, y) => [x < 20 ? 230 : 20, y < 6 ? 250 : 40, (x + y) % 7 === 0 ? 255 : 0, 255]);
  const server = await fromRaster(picture).removeAlpha().blur(2.5).raw().toBuffer();
  const own = blurSquare(new Uint8ClampedArray(picture.data), COPY_SIDE);
  const differences = Array.from(server, (value, at) => Math.abs(value - (own[Math.floor(at / 3) * 4 + (at % 3)] ?? 0)));
  expect(Math.max(...differences)).toBeLessThanOrEqual(3);
});

it('leaves a plain square as it is', () => {
  const plain = new Uint8ClampedArray(COPY_SIDE * COPY_SIDE * 4).fill(120);
  expect(blurSquare(plain, COPY_SIDE)).toEqual(plain);
});
