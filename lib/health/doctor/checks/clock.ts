import { type Check, joined, ok, problem, type Verdict, warning } from '../finding';
import { observation, remedy } from '../texts';
import { type Web, WebError } from '../web';

export interface ClockPort {
  /** Milliseconds since 1970, of this machine. */
  now(): number;
  web: Web;
  /** null: there is no database to ask. */
  databaseNow(): Promise<Date | null>;
}

/** Tolerated difference in milliseconds: the Date header has whole seconds. */
const TOLERATED_MS = 5_000;

/** From here on links of an hour and sessions end at wrong times. */
const WRONG_MS = 60_000;

/** Whether this clock agrees with those of the proxy and the database. */
export const clockCheck = ({ now, web, databaseNow }: ClockPort): Check => ({
  id: 'clock',
  async run(signal) {
    const verdicts = await Promise.all([
      compared('proxy', now, () => dateOf(web, signal)),
      compared('database', now, async () => (await databaseNow().catch(() => null))?.getTime() ?? null),
    ]);
    const known = verdicts.filter((verdict) => verdict !== null);
    return known.length > 0 ? joined(known) : ok(observation('clock_alone'));
  },
});

/** @returns null if the other clock is not known */
async function compared(other: 'proxy' | 'database', now: () => number, read: () => Promise<number | null>): Promise<Verdict | null> {
  const before = now();
  const theirs = await read();
  const after = now();
  if (theirs === null) return null;
  // The other clock was read at some moment between the two.
  const difference = Math.max(0, before - theirs, theirs - after);
  if (difference < TOLERATED_MS) return ok(observation('clock_agrees', { other }));
  const differs = observation('clock_differs', { other, seconds: Math.round(difference / 1000) });
  if (difference < WRONG_MS) return warning(differs, remedy('synchronize_clocks'));
  return problem([differs, observation('clock_wrong')], remedy('synchronize_clocks'));
}

async function dateOf(web: Web, signal: AbortSignal): Promise<number | null> {
  try {
    const { headers } = await web.request({ path: '/api/health/live' }, signal);
    const date = Date.parse(headers.date ?? '');
    return Number.isNaN(date) ? null : date;
  } catch (error) {
    if (error instanceof WebError) return null;
    throw error;
  }
}
