import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { beginToReduce, canCopy, forgetBegun, READING_MS, reduceJpeg } from './small-copy';

class Frame {
  rotation = 0;
}
class TurnedFrame {
  get rotation() {
    return 90;
  }
}

afterEach(() => vi.unstubAllGlobals());

/** A browser with these classes. */
function stubBrowser(classes: Record<string, unknown>): void {
  vi.stubGlobal('window', classes);
  for (const [name, value] of Object.entries(classes)) vi.stubGlobal(name, value);
}

it.each([
  ['without ImageDecoder', { VideoFrame: TurnedFrame }],
  ['without VideoFrame', { ImageDecoder: class {} }],
  ['whose frames have no orientation', { ImageDecoder: class {}, VideoFrame: Frame }],
])('a browser %s shows photos by the file', async (_which, classes) => {
  stubBrowser(classes);
  expect(canCopy()).toBe(false);
  expect(await reduceJpeg(new Blob(['…']))).toBeNull();
});

it('a browser with frames that have an orientation shows a copy', () => {
  stubBrowser({ ImageDecoder: class {}, VideoFrame: TurnedFrame });
  expect(canCopy()).toBe(true);
});

it('a file that cannot be read has no copy', async () => {
  stubBrowser({ ImageDecoder: class {}, VideoFrame: TurnedFrame });
  const unreadable = new Blob(['…']);
  vi.spyOn(unreadable, 'arrayBuffer').mockRejectedValue(new Error('gone'));
  expect(await reduceJpeg(unreadable)).toBeNull();
});

it('a file that was begun is read once, and read again when it is opened again', async () => {
  stubBrowser({ ImageDecoder: class {}, VideoFrame: TurnedFrame });
  const file = new Blob([new Uint8Array([0xff, 0xd8, 0, 0])], { type: 'image/jpeg' });
  const read = vi.spyOn(file, 'arrayBuffer');
  beginToReduce(file);
  await reduceJpeg(file);
  expect(read).toHaveBeenCalledTimes(1);
  await reduceJpeg(file);
  expect(read).toHaveBeenCalledTimes(2);
});

/** The start of a JPEG of 4032 × 3024: SOI and SOF0. */
const PHOTO = [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0x0b, 0xd0, 0x0f, 0xc0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

it('the dialog waits until the browser decodes the file, and not until it is decoded', async () => {
  const decode = vi.fn(() => new Promise(() => {}));
  const decoder = class {
    decode = decode;
  };
  stubBrowser({ ImageDecoder: decoder, VideoFrame: TurnedFrame });
  await beginToReduce(new Blob([new Uint8Array(PHOTO)], { type: 'image/jpeg' }));
  expect(decode).toHaveBeenCalledTimes(1);
});

/** A browser that decodes each photo at once, and encodes its copies as `url`. @returns called when pixels are freed */
function stubDecoding(url: string) {
  const close = vi.fn();
  const decoder = class {
    decode = async () => ({ image: { rotation: 0, flip: false, close } });
    close = () => {};
  };
  stubBrowser({ ImageDecoder: decoder, VideoFrame: TurnedFrame, devicePixelRatio: 1 });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  vi.stubGlobal('createImageBitmap', async () => ({ close: () => {} }));
  vi.stubGlobal('document', { createElement: () => ({ getContext: () => null, toDataURL: () => url }) });
  return close;
}

it('a photo of which the browser cannot encode the first copy is shown by the file', async () => {
  const close = stubDecoding('data:,');
  expect(await reduceJpeg(new Blob([new Uint8Array(PHOTO)], { type: 'image/jpeg' }))).toBeNull();
  expect(close).toHaveBeenCalledTimes(1);
});

it('the dialog does not wait for a file that is read slowly', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  stubBrowser({ ImageDecoder: class {}, VideoFrame: TurnedFrame });
  const slow = new Blob(['…'], { type: 'image/jpeg' });
  vi.spyOn(slow, 'arrayBuffer').mockReturnValue(new Promise(() => {}));
  const waits = beginToReduce(slow);
  vi.advanceTimersByTime(READING_MS);
  await waits;
  expect(READING_MS).toBeLessThan(50);
});

it('a file that was begun and is not opened is freed, and another one is not', async () => {
  const close = stubDecoding('data:image/jpeg;base64,AA');
  const photo = new Blob([new Uint8Array(PHOTO)], { type: 'image/jpeg' });
  await beginToReduce(photo);
  forgetBegun(new Blob(['…']));
  await new Promise((resolve) => setTimeout(resolve));
  expect(close).not.toHaveBeenCalled();
  forgetBegun(photo);
  await expect.poll(() => close.mock.calls.length).toBe(1);
});

it('another file than the one that was begun is read', async () => {
  stubBrowser({ ImageDecoder: class {}, VideoFrame: TurnedFrame });
  const [begun, opened] = [new Blob(['…']), new Blob(['…'], { type: 'image/jpeg' })];
  const read = vi.spyOn(opened, 'arrayBuffer');
  beginToReduce(begun);
  await reduceJpeg(opened);
  expect(read).toHaveBeenCalledTimes(1);
});
