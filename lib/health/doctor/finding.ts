/** `warning`: it works, and could be better or safer. `problem`: something that people use does not work or is not safe. */
export type Level = 'ok' | 'warning' | 'problem';

/** The result of one check, for an administrator to read. It contains no secret, and no e-mail address. */
export interface Finding {
  id: string;
  level: Level;
  title: string;
  /** The observation. */
  detail: string;
  /** The remedy. */
  advice: string;
}

/** A finding without the name of its check. */
export type Verdict = Pick<Finding, 'level' | 'detail' | 'advice'>;

export interface Check {
  id: string;
  title: string;
  /** Time limit in milliseconds. Default: {@link CHECK_MS}. */
  timeoutMs?: number;
  /** @param signal aborted when the time is over */
  run(signal: AbortSignal): Promise<Verdict>;
}

/** Default time limit of a check in milliseconds. */
export const CHECK_MS = 10_000;

export const NOTHING_TO_DO = 'Nothing to do.';

export const ok = (detail: string): Verdict => ({ level: 'ok', detail, advice: NOTHING_TO_DO });
export const warning = (detail: string, advice: string): Verdict => ({ level: 'warning', detail, advice });
export const problem = (detail: string, advice: string): Verdict => ({ level: 'problem', detail, advice });

const SEVERITY: Record<Level, number> = { ok: 0, warning: 1, problem: 2 };

/** Joins verdicts about one subject: those that are not `ok`, the worst first, or all of them. */
export function joined(verdicts: readonly Verdict[]): Verdict {
  const serious = verdicts.filter(({ level }) => level !== 'ok').toSorted((a, b) => SEVERITY[b.level] - SEVERITY[a.level]);
  const told = serious.length > 0 ? serious : verdicts;
  return {
    level: told[0]?.level ?? 'ok',
    detail: told
      .map(({ detail }) => detail)
      .filter(Boolean)
      .join(' '),
    advice: [...new Set(told.map(({ advice }) => advice))].join(' '),
  };
}
