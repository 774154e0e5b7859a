import { type CheckId, type Observation, observation, observationText, type Remedy, remedy, remedyText } from './texts';
import type { WebError } from './web';

/** `warning`: it works, and could be better or safer. `problem`: something that people use does not work or is not safe. */
export type Level = 'ok' | 'warning' | 'problem';

/** The result of one check, for an administrator to read. It contains no secret, and no e-mail address. */
export interface Finding {
  id: CheckId;
  level: Level;
  /** `title`, `detail` and `advice` are in English. */
  title: string;
  detail: string;
  advice: string;
  /** For pages, which show the sentences in their language. */
  observations: Observation[];
  remedies: Remedy[];
}

/** A finding without the name of its check. */
export type Verdict = Omit<Finding, 'id' | 'title'>;

export interface Check {
  id: CheckId;
  /** Time limit in milliseconds. Default: {@link CHECK_MS}. */
  timeoutMs?: number;
  /** @param signal aborted when the time is over */
  run(signal: AbortSignal): Promise<Verdict>;
}

/** Default time limit of a check in milliseconds. */
export const CHECK_MS = 10_000;

const NOTHING_TO_DO = 'Nothing to do.';

/** One sentence or several. */
type Sentences<Text> = Text | readonly Text[];

export const ok = (...observations: readonly Observation[]): Verdict => verdict('ok', observations, []);
export const warning = (observations: Sentences<Observation>, remedies: Sentences<Remedy>): Verdict =>
  verdict('warning', observations, remedies);
export const problem = (observations: Sentences<Observation>, remedies: Sentences<Remedy>): Verdict =>
  verdict('problem', observations, remedies);

/** For checks that need an answer of BASE_URL, which another check is about. */
export const notReached = ({ reason }: WebError): Verdict =>
  warning([observation('not_checked'), observation('base_url_unreached', { failure: reason })], remedy('mend_base_url'));

function verdict(level: Level, seen: Sentences<Observation>, advised: Sentences<Remedy>): Verdict {
  const observations = [seen].flat();
  const remedies = uniqueRemedies([advised].flat());
  return {
    level,
    detail: observations.map(observationText).join(' '),
    advice: remedies.length > 0 ? remedies.map(remedyText).join(' ') : NOTHING_TO_DO,
    observations,
    remedies,
  };
}

const uniqueRemedies = (remedies: readonly Remedy[]) => [...new Map(remedies.map((one) => [remedyText(one), one])).values()];

const SEVERITY: Record<Level, number> = { ok: 0, warning: 1, problem: 2 };

/** Joins verdicts about one subject: those that are not `ok`, the worst first, or all of them. */
export function joined(verdicts: readonly Verdict[]): Verdict {
  const serious = verdicts.filter(({ level }) => level !== 'ok').toSorted((a, b) => SEVERITY[b.level] - SEVERITY[a.level]);
  const told = serious.length > 0 ? serious : verdicts;
  return verdict(
    told[0]?.level ?? 'ok',
    told.flatMap(({ observations }) => observations),
    told.flatMap(({ remedies }) => remedies),
  );
}
