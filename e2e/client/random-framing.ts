import type { Page } from '@playwright/test';
import { expect } from '../server/fixtures';
import { editor } from './editor-page';
import { moveFingers, opposite } from './touch';

/** Random whole numbers from 0 to below `limit`. */
type Random = (limit: number) => number;

/** Where the frame is, in CSS pixels of the window. */
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Act = (page: Page, random: Random, frame: Box) => Promise<void>;

export async function frameBox(page: Page): Promise<Box> {
  const box = await editor(page).frame.boundingBox();
  if (!box) throw new Error('The frame has no place.');
  return box;
}

/** A place in the middle half of the frame, where fingers that move apart stay in the window. */
const placeIn = ({ x, y, width, height }: Box, random: Random) => ({
  x: x + width * (0.25 + random(500) / 1000),
  y: y + height * (0.25 + random(500) / 1000),
});

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** All that a person does to frame a picture. */
const ACTS: Record<string, Act> = {
  async drag(page, random, frame) {
    const [from, to] = [placeIn(frame, random), placeIn(frame, random)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
  },
  async swipe(page, random, frame) {
    await moveFingers(page, [[placeIn(frame, random), placeIn(frame, random)]]);
  },
  /** Two fingers move, zoom and twist. */
  async pinch(page, random, frame) {
    const reach = frame.width / 8;
    const angle = random(180);
    const start = opposite(placeIn(frame, random), reach, angle);
    const end = opposite(placeIn(frame, random), reach * (0.7 + random(110) / 100), angle + random(50) - 25);
    await moveFingers(page, [
      [start[0], end[0]],
      [start[1], end[1]],
    ]);
  },
  async wheel(page, random, frame) {
    const { x, y } = placeIn(frame, random);
    await page.mouse.move(x, y);
    const notch = random(3) === 0 ? 100 : -100;
    for (let left = 1 + random(4); left > 0; left -= 1) await page.mouse.wheel(0, notch);
  },
  async zoom(page, random) {
    await editor(page).zoom.fill((1 + random(250) / 100).toFixed(2));
  },
  async straighten(page, random) {
    await editor(page).straighten.fill(String(random(89) - 44));
  },
  turn: (page, random) => press(page, random(2) === 0 ? 'Turn left' : 'Turn right'),
  flip: (page) => press(page, 'Flip'),
  async nudge(page, random) {
    const key = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'][random(4)] ?? 'ArrowUp';
    for (let left = 1 + random(5); left > 0; left -= 1) await editor(page).frame.press(key);
  },
};

const NAMES = Object.keys(ACTS);

const BACKGROUNDS = ['Colour', 'Transparent', 'Blur'] as const;
export type Background = (typeof BACKGROUNDS)[number];

/**
 * Frames the opened picture as a person would who tries everything.
 * @param padded the background around a picture that is zoomed out; null leaves the padding to chance
 * @returns what was done, for messages
 */
export async function frameAtRandom(page: Page, random: Random, padded: Background | null): Promise<string> {
  const done: string[] = [];
  for (let left = 2 + random(3); left > 0; left -= 1) {
    const name = NAMES[random(NAMES.length)] ?? 'flip';
    await ACTS[name]?.(page, random, await frameBox(page));
    done.push(name);
  }
  if (padded === null) return done.join(', ');
  await editor(page).zoom.fill((0.4 + random(45) / 100).toFixed(2));
  return [...done, 'zoom out', await chooseBackground(page, padded, random)].join(', ');
}

/** A straightened picture that leaves no more than corners free has no colour around it: they stay transparent. */
async function chooseBackground(page: Page, background: Background, random: Random): Promise<Background> {
  const choices = page.getByRole('group', { name: 'Background' });
  await expect(choices).toBeVisible();
  const offered = await choices.getByRole('radio', { name: background, exact: true }).count();
  const chosen = offered > 0 ? background : 'Transparent';
  const choice = choices.getByRole('radio', { name: chosen, exact: true });
  await choice.check({ force: true });
  await expect(choice).toBeChecked();
  if (chosen === 'Colour') await editor(page).background.fill(`#${(random(0x7fffff) + 0x400000).toString(16).padStart(6, '0')}`);
  return chosen;
}
