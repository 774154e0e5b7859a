import type { CDPSession, Page } from '@playwright/test';

interface Place {
  x: number;
  y: number;
}

/** The fingers of a gesture: their places at its start and at its end, in CSS pixels of the window. */
export type Fingers = readonly (readonly [start: Place, end: Place])[];

/** Steps of a gesture, as many as a quick one has frames. */
const STEPS = 8;

/** Moves fingers over the page in straight lines. Playwright itself can only tap. */
export async function moveFingers(page: Page, fingers: Fingers): Promise<void> {
  const touch: CDPSession = await page.context().newCDPSession(page);
  const pointsAt = (share: number) =>
    fingers.map(([start, end], id) => ({ id, x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share }));
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: pointsAt(0) });
  for (let step = 1; step <= STEPS; step += 1)
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: pointsAt(step / STEPS) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await touch.detach();
}

/** Two fingers on opposite sides of a place. @param reach their distance from it, in CSS pixels @param degrees their angle, clockwise */
export function opposite({ x, y }: Place, reach: number, degrees: number): [Place, Place] {
  const [dx, dy] = [reach * Math.cos((degrees * Math.PI) / 180), reach * Math.sin((degrees * Math.PI) / 180)];
  return [
    { x: x - dx, y: y - dy },
    { x: x + dx, y: y + dy },
  ];
}
