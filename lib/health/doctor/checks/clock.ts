import { type Check, joined, ok, problem, type Verdict, warning } from '../finding';
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

const ADVICE = 'Switch time synchronization on, such as by timedatectl set-ntp true, on this machine and that of the other clock.';

/** Whether this clock agrees with those of the proxy and the database. */
export const clockCheck = ({ now, web, databaseNow }: ClockPort): Check => ({
  id: 'clock',
  title: 'Clock',
  async run(signal) {
    const verdicts = await Promise.all([
      compared('the proxy at BASE_URL', now, () => dateOf(web, signal)),
      compared('the database', now, async () => (await databaseNow().catch(() => null))?.getTime() ?? null),
    ]);
    const known = verdicts.filter((verdict) => verdict !== null);
    return known.length > 0 ? joined(known) : ok('There is no other clock to compare with.');
  },
});

/** @returns null if the other clock is not known */
async function compared(name: string, now: () => number, other: () => Promise<number | null>): Promise<Verdict | null> {
  const before = now();
  const theirs = await other();
  const after = now();
  if (theirs === null) return null;
  // The other clock was read at some moment between the two.
  const difference = Math.max(0, before - theirs, theirs - after);
  if (difference < TOLERATED_MS) return ok(`This clock agrees with that of ${name}.`);
  const detail = `This clock differs from that of ${name} by ${Math.round(difference / 1000)} seconds.`;
  return difference < WRONG_MS ? warning(detail, ADVICE) : problem(`${detail} Links and sessions end at wrong times.`, ADVICE);
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
