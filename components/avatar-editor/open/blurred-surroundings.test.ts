import { afterEach, expect, it, vi } from 'vitest';
import { blurredSurroundings } from './blurred-surroundings';

afterEach(() => vi.unstubAllGlobals());

/** A canvas with this context, on which everything can be drawn. */
function stubCanvas(
  context: object,
  url = 'data:image/png;base64,AA',
): { width: number; height: number; drawImage: ReturnType<typeof vi.fn> } {
  const drawImage = vi.fn();
  const canvas = {
    width: 0,
    height: 0,
    drawImage,
    getContext: () => ({ ...context, drawImage }),
    toDataURL: () => url,
  };
  vi.stubGlobal('document', { createElement: () => canvas });
  return canvas;
}

const PHOTO = { width: 3024, height: 4032 };

it('what is around the frame is a copy of a few pixels, drawn beyond its edges so that the blur fades them less', () => {
  const canvas = stubCanvas({ filter: 'none' });
  expect(blurredSurroundings(new EventTarget() as HTMLImageElement, PHOTO)).toBe('data:image/png;base64,AA');
  expect(canvas).toMatchObject({ width: 64, height: 86 });
  expect(canvas.drawImage).toHaveBeenCalledWith(expect.anything(), -3, -3, 70, 92);
});

it('a browser without filters for canvases blurs the picture itself', () => {
  const canvas = stubCanvas({});
  expect(blurredSurroundings(new EventTarget() as HTMLImageElement, PHOTO)).toBeUndefined();
  expect(canvas.drawImage).not.toHaveBeenCalled();
});

it('a browser that cannot encode the copy blurs the picture itself', () => {
  stubCanvas({ filter: 'none' }, 'data:,');
  expect(blurredSurroundings(new EventTarget() as HTMLImageElement, PHOTO)).toBeUndefined();
});
