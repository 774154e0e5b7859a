import { type Film, fromStrip } from './film';
import { type Pixels, toPixels } from './sharp';

/** Cells across and down that the picture is judged in. */
const GRID = 24;
const CELLS = GRID ** 2;

/** A change of relative luminance counts from this on, if the darker end is below that (WCAG 2.2, "general flash"). */
const CHANGE = 0.1;
const DARK = 0.8;

/** More than three flashes, each of them two opposing changes, within a second: the seventh change begins the fourth flash. */
const CHANGES = 7;
const WINDOW_MS = 1000;

/** Which share of the picture has to flash. */
const AREA = 0.25;

/** Browsers show frames that say they are shorter than this for a tenth of a second. */
const SHORTEST_DELAY_MS = 11;
const DELAY_INSTEAD_MS = 100;

/** What is seen through transparent pixels: our pages are light or dark, and whatever else a page is lies between. */
const GROUNDS = { light: 255, dark: 0 };

/**
 * Whether an animation flashes more than three times in any second over a quarter of the picture, which can cause a seizure (WCAG 2.2,
 * success criterion 2.3.1), be it on a light or on a dark page. Saturated red, which the criterion counts apart, is not looked for.
 */
export async function flashes(film: Film): Promise<boolean> {
  const grid = await toPixels(fromStrip(film.strip, film.delays.length).resize(GRID, GRID, { fit: 'fill' }));
  if (grid.channels === 3) return flashesOn(GROUNDS.light, grid, film);
  return flashesOn(GROUNDS.light, grid, film) || flashesOn(GROUNDS.dark, grid, film);
}

function flashesOn(ground: number, grid: Pixels, { delays, loop }: Film): boolean {
  const cells = Array.from({ length: CELLS }, () => new Cell());
  const length = delays.reduce((sum, delay) => sum + shown(delay), 0);
  // Where it begins anew, the last frame is followed by the first: only the second time is it known what comes before that.
  const until = loop === 1 ? length : 2 * length + WINDOW_MS;
  for (let [time, step] = [0, 0]; time < until; step += 1) {
    const frame = step % delays.length;
    let flashing = 0;
    for (const [at, cell] of cells.entries()) {
      cell.see(luminance(grid, frame * CELLS + at, ground), time);
      if (cell.isFlashing(time)) flashing += 1;
    }
    if (flashing >= AREA * CELLS) return true;
    time += shown(delays[frame] ?? 0);
  }
  return false;
}

function shown(delay: number): number {
  return delay < SHORTEST_DELAY_MS ? DELAY_INSTEAD_MS : delay;
}

/** One place of the picture, and when it became lighter or darker. */
class Cell {
  /** Of what was seen since the latest change, or ever. */
  private darkest = Number.POSITIVE_INFINITY;
  private lightest = Number.NEGATIVE_INFINITY;
  /** Of the latest change: 1 is lighter, 0 is that there was none. */
  private direction = 0;
  private changes: number[] = [];

  /** Whether the fourth flash within the second before this moment has begun. */
  isFlashing(time: number): boolean {
    const [first = 0] = this.changes;
    return this.changes.length === CHANGES && time - first < WINDOW_MS;
  }

  see(light: number, time: number): void {
    // Going on in the same direction is part of the change that is counted already.
    if (this.direction !== 1 && counts(this.darkest, light)) this.turn(1, light, time);
    else if (this.direction !== -1 && counts(light, this.lightest)) this.turn(-1, light, time);
    this.darkest = Math.min(this.darkest, light);
    this.lightest = Math.max(this.lightest, light);
  }

  private turn(direction: 1 | -1, light: number, time: number): void {
    this.direction = direction;
    this.darkest = light;
    this.lightest = light;
    this.changes = [...this.changes, time].slice(-CHANGES);
  }
}

function counts(darker: number, lighter: number): boolean {
  return lighter - darker >= CHANGE && darker < DARK;
}

/** Of each value of a channel: its share of light (WCAG 2.2, "relative luminance"). */
const LINEAR = Float64Array.from({ length: 256 }, (_, value) =>
  value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
);

/** Of a pixel as it is seen on a page of this grey. */
function luminance({ data, channels }: Pixels, pixel: number, ground: number): number {
  const at = pixel * channels;
  const alpha = channels === 4 ? (data[at + 3] ?? 255) / 255 : 1;
  const light = (channel: number) => LINEAR[Math.round((data[at + channel] ?? 0) * alpha + ground * (1 - alpha))] ?? 0;
  return 0.2126 * light(0) + 0.7152 * light(1) + 0.0722 * light(2);
}
