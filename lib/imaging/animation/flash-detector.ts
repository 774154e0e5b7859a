import { type Pixels, toPixels } from '../sharp';
import type { Animation } from './animation';
import { fromFrameStrip } from './frame-strip';

/** Rows and columns of cells in which flashes are detected. */
const GRID = 24;
const CELLS = GRID ** 2;

/** A type of flash, defined on linear colours, 0 to 1 each. */
interface Kind {
  /** The measured quantity in units of one change: smaller differences do not count. */
  level(red: number, green: number, blue: number): number;
  /** Whether a change from or to this colour counts. */
  counts(red: number, green: number, blue: number): boolean;
}

const light = (red: number, green: number, blue: number) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** WCAG 2.2, "general flash": a change of a tenth of the relative luminance, if the darker colour is below 0.8. */
const GENERAL: Kind = { level: (...colour) => light(...colour) / 0.1, counts: (...colour) => light(...colour) < 0.8 };

/** "Red flash", by the working definition of WCAG 2.1. That of 2.2 uses chromaticity, which black does not have. */
const RED: Kind = {
  level: (red, green, blue) => (Math.max(0, red - green - blue) * 320) / 20,
  counts: (red, green, blue) => red > 0 && red / (red + green + blue) >= 0.8,
};

/** More than three flashes within a second, each of them two opposing changes: the seventh change begins the fourth flash. */
const CHANGES = 7;
const WINDOW_MS = 1000;

/** Share of the picture that has to flash. */
const AREA = 0.25;

/** Browsers replace shorter delays by 100 ms. */
const SHORTEST_DELAY_MS = 11;
const DELAY_INSTEAD_MS = 100;

/** Backgrounds behind transparent pixels: pages are light or dark, or between the two. */
const GROUNDS = [255, 0];

/**
 * Whether an animation flashes more than three times in any second over a quarter of the picture, on a light or a dark page. Such flashes
 * can cause a seizure (WCAG 2.2, success criterion 2.3.1). Checks luminance and saturated red.
 */
export async function flashes(animation: Animation): Promise<boolean> {
  // Scales the whole frame strip: a cell mixes at most a twentieth of a neighbouring frame, which does not affect the result.
  const grid = await toPixels(fromFrameStrip(animation.frameStrip, animation.delays.length).resize(GRID, GRID, { fit: 'fill' }));
  const grounds = isOpaque(grid) ? GROUNDS.slice(0, 1) : GROUNDS;
  return grounds.some((ground) => {
    const colours = coloursOn(ground, grid);
    return [GENERAL, RED].some((kind) => flashesIn(seenOf(kind, colours), animation));
  });
}

/** The measured quantity of a flash type in each cell of each frame, in frame order. */
interface Seen {
  levels: Float64Array;
  counts: boolean[];
}

/** @param colours red, green and blue of each cell */
function seenOf(kind: Kind, colours: Float64Array): Seen {
  const seen: Seen = { levels: new Float64Array(colours.length / 3), counts: [] };
  for (let at = 0; at < colours.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = [colours[at], colours[at + 1], colours[at + 2]];
    seen.levels[at / 3] = kind.level(red, green, blue);
    seen.counts.push(kind.counts(red, green, blue));
  }
  return seen;
}

function flashesIn(seen: Seen, { delays, loop }: Animation): boolean {
  // Few pictures have a saturated red.
  if (!seen.counts.includes(true)) return false;
  const cells = Array.from({ length: CELLS }, (_cell, at) => new Cell(seen, at));
  const length = delays.reduce((sum, delay) => sum + shown(delay), 0);
  // In a loop, the last frame precedes the first, so transitions at the start are checked in a second pass.
  const until = loop === 1 ? length : 2 * length + WINDOW_MS;
  for (let [time, step] = [0, 0]; time < until; step += 1) {
    const frame = step % delays.length;
    let flashing = 0;
    for (let at = 0; at < CELLS; at += 1) if (cells[at]?.isFlashing(frame * CELLS + at, time)) flashing += 1;
    if (flashing >= AREA * CELLS) return true;
    time += shown(delays[frame] ?? 0);
  }
  return false;
}

function shown(delay: number): number {
  return delay < SHORTEST_DELAY_MS ? DELAY_INSTEAD_MS : delay;
}

/** A cell of the picture and the times of its changes. */
class Cell {
  /** Indexes of the lowest and highest level since the latest change. */
  private least: number;
  private most: number;
  /** Direction of the latest change: 1 is upwards, 0 is none yet. */
  private direction = 0;
  private readonly changes: number[] = [];

  constructor(
    private readonly seen: Seen,
    first: number,
  ) {
    this.least = first;
    this.most = first;
  }

  /** @param now index of the level shown from this time on @returns whether the fourth flash within the past second has begun */
  isFlashing(now: number, time: number): boolean {
    // A further change in the same direction belongs to the change already counted.
    if (this.direction !== 1 && this.isChange(this.least, now)) this.hold(1, now, time);
    else if (this.direction !== -1 && this.isChange(now, this.most)) this.hold(-1, now, time);
    if (this.difference(now, this.least) > 0) this.least = now;
    if (this.difference(this.most, now) > 0) this.most = now;
    const [first = 0] = this.changes;
    return this.changes.length === CHANGES && time - first < WINDOW_MS;
  }

  private hold(direction: 1 | -1, now: number, time: number): void {
    this.direction = direction;
    this.least = now;
    this.most = now;
    this.changes.push(time);
    if (this.changes.length > CHANGES) this.changes.shift();
  }

  private isChange(less: number, more: number): boolean {
    const { counts } = this.seen;
    return this.difference(less, more) >= 1 && (counts[less] === true || counts[more] === true);
  }

  private difference(less: number, more: number): number {
    const { levels } = this.seen;
    return (levels[more] ?? 0) - (levels[less] ?? 0);
  }
}

/** Relative luminance of each channel value (WCAG 2.2). */
const LINEAR = Float64Array.from({ length: 256 }, (_, value) =>
  value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
);

/** Composites the pixels on a background of this grey. Returns linear red, green and blue of each pixel. */
function coloursOn(ground: number, { data, channels }: Pixels): Float64Array {
  const colours = new Float64Array((data.length / channels) * 3);
  for (let [from, to] = [0, 0]; to < colours.length; from += channels, to += 3) {
    const alpha = channels === 4 ? (data[from + 3] ?? 255) / 255 : 1;
    for (let channel = 0; channel < 3; channel += 1) {
      colours[to + channel] = LINEAR[Math.round((data[from + channel] ?? 0) * alpha + ground * (1 - alpha))] ?? 0;
    }
  }
  return colours;
}

function isOpaque({ data, channels }: Pixels): boolean {
  return channels === 3 || data.every((value, at) => at % 4 !== 3 || value === 255);
}
