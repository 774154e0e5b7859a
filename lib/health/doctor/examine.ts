import { CHECK_MS, type Check, type Finding, problem, type Verdict } from './finding';
import { type CheckId, checkTitle, observation, remedy } from './texts';

/**
 * Runs the checks in parallel, each within its time limit. Returns their findings in the order of the checks.
 * @param report receives the error of a check that failed, which no finding contains
 */
export function examine(checks: readonly Check[], report: (error: unknown) => void): Promise<Finding[]> {
  return Promise.all(checks.map(async (check) => ({ id: check.id, title: checkTitle(check.id), ...(await verdictOf(check, report)) })));
}

async function verdictOf({ id, run, timeoutMs = CHECK_MS }: Check, report: (error: unknown) => void): Promise<Verdict> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Verdict>((resolve) => {
    timer = setTimeout(() => {
      resolve(problem(observation('check_timeout', { seconds: timeoutMs / 1000 }), remedy('check_load')));
      controller.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([run(controller.signal).catch((error) => failed(id, error, report)), timeout]);
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

function failed(id: CheckId, cause: unknown, report: (error: unknown) => void): Verdict {
  report(new Error(`The check ${id} failed`, { cause }));
  return problem(observation('check_failed'), remedy('check_again'));
}
