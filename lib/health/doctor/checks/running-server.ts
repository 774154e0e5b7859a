import { type Check, notReached, ok, problem, warning } from '../finding';
import { observation, type Remedy, remedy } from '../texts';
import { type Web, WebError } from '../web';

/** By the name of the check in `/api/health/ready`. */
const REMEDIES: Record<string, Remedy> = {
  database: remedy('check_database'),
  storage: remedy('check_store'),
  decoder: remedy('reinstall'),
  disk: remedy('free_data_disk'),
};

/** For the command line: what the running server says of the things that only it can reach, such as the embedded database. */
export const runningServerCheck = (web: Web): Check => ({
  id: 'server',
  async run(signal) {
    try {
      const { status, text } = await web.request({ path: '/api/health/ready' }, signal);
      if (status === 200) return ok(observation('server_ready'));
      const failed = failedChecks(text);
      if (failed.length === 0)
        return warning([observation('not_checked'), observation('server_status', { status })], remedy('mend_base_url'));
      return problem(
        observation('server_not_ready', { checks: failed.map(([name]) => name) }),
        failed.map(([, advised]) => advised),
      );
    } catch (error) {
      if (error instanceof WebError) return notReached(error);
      throw error;
    }
  },
});

/** Checks that failed, with their remedies; none if another server answers. */
function failedChecks(text: string): [string, Remedy][] {
  try {
    const { checks } = JSON.parse(text);
    return Object.entries(REMEDIES).filter(([name]) => checks[name] === 'failed' || checks[name] === 'timeout');
  } catch {
    return [];
  }
}
