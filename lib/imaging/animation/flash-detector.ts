import { type Pixels, toPixels } from '../sharp';
import type { Animation } from './animation';
import { fromFrameStrip } from './frame-strip';

/** Cells across and down that the picture is judged in. */
const GRID = 24;
const CELLS = GRID ** 2;

/** A kind of flash, by what makes it, of a colour in shares of light, 0 to 1 each. */
interface Kind {
  /** How much of it there is, in changes: what differs by less than one is the same. */
  level(red: number, green: number, blue: number): number;
  /** Whether a change from or to this colour counts. */
  counts(red: number, green: number, blue: number): boolean;
}

const light = (red: number, green: number, blue: number) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** WCAG 2.2, "general flash": a tenth of the light of white is a change, unless even its darker end has eight. */
const GENERAL: Kind = { level: (...colour) => light(...colour) / 0.1, counts: (...colour) => light(...colour) < 0.8 };

/** "Red flash", by the working definition of WCAG 2.1. That of 2.2 goes by chromaticity, of which black has none. */
const RED: Kind = {
  level: (red, green, blue) => (Math.max(0, red - green - blue) * 320) / 20,
  counts: (red, green, blue) => red > 0 && red / (red + green + blue) >= 0.8,
};

/** More than three flashes, each of them two opposing changes, within a second: the seventh change begins the fourth flash. */
const CHANGES = 7;
const WINDOW_MS = 1000;

/** Which share of the picture has to flash. */
const AREA = 0.25;

/** Browsers show frames that say they are shorter than this for a tenth of a second. */
const SHORTEST_DELAY_MS = 11;
const DELAY_INSTEAD_MS = 100;

/** What is seen through transparent pixels: our pages are light or dark, and whatever else a page is lies between. */
const GROUNDS = [255, 0];

/**
 * Whether an animation flashes more than three times in any second over a quarter of the picture, which can cause a seizure (WCAG 2.2,
 * success criterion 2.3.1), be it on a light or on a dark page. Light is judged, and saturated red.
 */
export async function flashes(animation: Animation): Promise<boolean> {
  // All at once: where frames meet, a twentieth of one is seen in a row of the next, and that decides nothing.
  const grid = await toPixels(fromFrameStrip(animation.frameStrip, animation.delays.length).resize(GRID, GRID, { fit: 'fill' }));
  const grounds = isOpaque(grid) ? GROUNDS.slice(0, 1) : GROUNDS;
  return grounds.some((ground) => {
    const colours = coloursOn(ground, grid);
    return [GENERAL, RED].some((kind) => flashesIn(seenOf(kind, colours), animation));
  });
}

/** What there is of a kind in each cell of each frame, in the order of the frames. */
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
  // Few pictures have such a red.
  if (!seen.counts.includes(true)) return false;
  const cells = Array.from({ length: CELLS }, (_cell, at) => new Cell(seen, at));
  const length = delays.reduce((sum, delay) => sum + shown(delay), 0);
  // Where it begins anew, the last frame is followed by the first: only the second time is it known what comes before that.
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

/** One place of the picture, and when it changed. */
class Cell {
  /** Where in what is seen there was least and most since the latest change, or ever. */
  private least: number;
  private most: number;
  /** Of the latest change: 1 is upwards, 0 is that there was none. */
  private direction = 0;
  private readonly changes: number[] = [];

  constructor(
    private readonly seen: Seen,
    first: number,
  ) {
    this.least = first;
    this.most = first;
  }

  /** @param now what is seen from this time on @returns whether the fourth flash within the second before it has begun */
  isFlashing(now: number, time: number): boolean {
    // Going on in the same direction is part of the change that is counted already.
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

/** Of each value of a channel: its share of light (WCAG 2.2, "relative luminance"). */
const LINEAR = Float64Array.from({ length: 256 }, (_, value) =>
  value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
);

/** What is seen on a page of this grey: red, green and blue of each pixel in shares of light. */
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
