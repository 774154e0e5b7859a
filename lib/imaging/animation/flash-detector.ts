import { type Pixels, toPixels } from '../sharp';
import type { Animation } from './animation';
import { fromFrameStrip } from './frame-strip';

/** Rows and columns of cells in which flashes are detected. */
const GRID = 24;
const CELLS = GRID ** 2;

/** A type of flash, defined on linear colours, 0 to 1 each. */
interface FlashType {
  /** The measured quantity in units of one change: smaller differences do not count. */
  level(red: number, green: number, blue: number): number;
  /** Whether a change from or to this colour counts. */
  counts(red: number, green: number, blue: number): boolean;
}

const luminance = (red: number, green: number, blue: number) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** WCAG 2.2, "general flash": a change of a tenth of the relative luminance, if the darker colour is below 0.8. */
const GENERAL: FlashType = { level: (...colour) => luminance(...colour) / 0.1, counts: (...colour) => luminance(...colour) < 0.8 };

/** "Red flash", by the working definition of WCAG 2.1. That of 2.2 uses chromaticity, which black does not have. */
const RED: FlashType = {
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
const BACKGROUNDS = [255, 0];

/**
 * Whether an animation flashes more than three times in any second over a quarter of the picture, on a light or a dark page. Such flashes
 * can cause a seizure (WCAG 2.2, success criterion 2.3.1). Checks luminance and saturated red.
 */
export async function hasDangerousFlashes(animation: Animation): Promise<boolean> {
  // Scales the whole frame strip: a cell mixes at most a twentieth of a neighbouring frame, which does not affect the result.
  const grid = await toPixels(fromFrameStrip(animation.frameStrip, animation.delays.length).resize(GRID, GRID, { fit: 'fill' }));
  const backgrounds = isOpaque(grid) ? BACKGROUNDS.slice(0, 1) : BACKGROUNDS;
  return backgrounds.some((background) => {
    const colours = compositeOn(background, grid);
    return [GENERAL, RED].some((flashType) => isFlashing(measure(flashType, colours), animation));
  });
}

/** The measured quantity of a flash type in each cell of each frame, in frame order. */
interface Measurements {
  levels: Float64Array;
  counts: boolean[];
}

/** @param colours red, green and blue of each cell */
function measure(flashType: FlashType, colours: Float64Array): Measurements {
  const measurements: Measurements = { levels: new Float64Array(colours.length / 3), counts: [] };
  for (let at = 0; at < colours.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = [colours[at], colours[at + 1], colours[at + 2]];
    measurements.levels[at / 3] = flashType.level(red, green, blue);
    measurements.counts.push(flashType.counts(red, green, blue));
  }
  return measurements;
}

function isFlashing(measurements: Measurements, { delays, loop }: Animation): boolean {
  // Few pictures have a saturated red.
  if (!measurements.counts.includes(true)) return false;
  const cells = Array.from({ length: CELLS }, (_cell, at) => new Cell(measurements, at));
  const length = delays.reduce((sum, delay) => sum + playedDelay(delay), 0);
  // In a loop, the last frame precedes the first, so transitions at the start are checked in a second pass.
  const until = loop === 1 ? length : 2 * length + WINDOW_MS;
  for (let [time, step] = [0, 0]; time < until; step += 1) {
    const frame = step % delays.length;
    let flashing = 0;
    for (let at = 0; at < CELLS; at += 1) if (cells[at]?.isFlashing(frame * CELLS + at, time)) flashing += 1;
    if (flashing >= AREA * CELLS) return true;
    time += playedDelay(delays[frame] ?? 0);
  }
  return false;
}

function playedDelay(delay: number): number {
  return delay < SHORTEST_DELAY_MS ? DELAY_INSTEAD_MS : delay;
}

/** A cell of the picture and the times of its changes. */
class Cell {
  /** Indexes of the lowest and highest level since the latest change. */
  private lowest: number;
  private highest: number;
  /** Direction of the latest change: 1 is upwards, 0 is none yet. */
  private direction = 0;
  private readonly changes: number[] = [];

  constructor(
    private readonly measurements: Measurements,
    first: number,
  ) {
    this.lowest = first;
    this.highest = first;
  }

  /** @param now index of the level shown from this time on @returns whether the fourth flash within the past second has begun */
  isFlashing(now: number, time: number): boolean {
    // A further change in the same direction belongs to the change already counted.
    if (this.direction !== 1 && this.isChange(this.lowest, now)) this.recordChange(1, now, time);
    else if (this.direction !== -1 && this.isChange(now, this.highest)) this.recordChange(-1, now, time);
    if (this.difference(now, this.lowest) > 0) this.lowest = now;
    if (this.difference(this.highest, now) > 0) this.highest = now;
    const [first = 0] = this.changes;
    return this.changes.length === CHANGES && time - first < WINDOW_MS;
  }

  private recordChange(direction: 1 | -1, now: number, time: number): void {
    this.direction = direction;
    this.lowest = now;
    this.highest = now;
    this.changes.push(time);
    if (this.changes.length > CHANGES) this.changes.shift();
  }

  private isChange(less: number, more: number): boolean {
    const { counts } = this.measurements;
    return this.difference(less, more) >= 1 && (counts[less] === true || counts[more] === true);
  }

  private difference(less: number, more: number): number {
    const { levels } = this.measurements;
    return (levels[more] ?? 0) - (levels[less] ?? 0);
  }
}

/** Relative luminance of each channel value (WCAG 2.2). */
const LINEAR = Float64Array.from({ length: 256 }, (_, value) =>
  value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
);

/** Composites the pixels on a background of this grey. Returns linear red, green and blue of each pixel. */
function compositeOn(background: number, { data, channels }: Pixels): Float64Array {
  const colours = new Float64Array((data.length / channels) * 3);
  for (let [from, to] = [0, 0]; to < colours.length; from += channels, to += 3) {
    const alpha = channels === 4 ? (data[from + 3] ?? 255) / 255 : 1;
    for (let channel = 0; channel < 3; channel += 1) {
      colours[to + channel] = LINEAR[Math.round((data[from + channel] ?? 0) * alpha + background * (1 - alpha))] ?? 0;
    }
  }
  return colours;
}

function isOpaque({ data, channels }: Pixels): boolean {
  return channels === 3 || data.every((value, at) => at % 4 !== 3 || value === 255);
}
