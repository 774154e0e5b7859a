// The frames of a page as a person sees them, by the screencast of the browser: scripts of a page cannot tell when an image is on the screen.
import sharp from 'sharp';

/** Scale of the frames: the window of 1280 × 800 is recorded in half its size. */
const SCALE = 0.5;
const RECORDED = { format: 'jpeg', quality: 85, maxWidth: 640, maxHeight: 400 };

/** Mean difference of two equal areas, of 255: the compression of the frames. */
const SAME = 3;

/** Time without a frame after which the page has come to rest, in milliseconds. */
const REST_MS = 700;

/**
 * Records frames from now on until the page rests. Begin as late as possible: recording takes half of the time of a machine with two cores.
 * @returns the frames, with their times in milliseconds since 1970
 */
export async function recordFrames(page, client) {
  const frames = [];
  let last = Date.now();
  const note = ({ data, metadata, sessionId }) => {
    last = Date.now();
    frames.push({ at: metadata.timestamp * 1000, bytes: Buffer.from(data, 'base64') });
    void client.send('Page.screencastFrameAck', { sessionId });
  };
  client.on('Page.screencastFrame', note);
  await client.send('Page.startScreencast', RECORDED);
  while (Date.now() - last < REST_MS || frames.length === 0) await page.waitForTimeout(50);
  await client.send('Page.stopScreencast');
  client.off('Page.screencastFrame', note);
  return frames.sort((one, other) => one.at - other.at);
}

/** The time of the first frame from which on an area of the window looks as in the last one. @param box in CSS pixels */
export async function shownSince(frames, box) {
  const areas = await Promise.all(frames.map(({ bytes }) => pixelsIn(bytes, box)));
  const final = areas.at(-1);
  let at = frames.length - 1;
  while (at > 0 && difference(areas[at - 1], final) < SAME) at -= 1;
  return frames[at].at;
}

/** The middle of an area, where no corners of the frame are. */
function pixelsIn(bytes, { x, y, width, height }) {
  const [left, top] = [x + width / 4, y + height / 4].map((place) => Math.round(place * SCALE));
  const region = { left, top, width: Math.round((width / 2) * SCALE), height: Math.round((height / 2) * SCALE) };
  return sharp(bytes).extract(region).removeAlpha().raw().toBuffer();
}

const difference = (one, other) => one.reduce((sum, value, at) => sum + Math.abs(value - other[at]), 0) / one.length;
