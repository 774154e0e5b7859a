import { type Check, ok, problem, warning } from '../finding';
import { UNREACHED_ADVICE, WEB_FAILURES, type Web, WebError } from '../web';

const ADVICE: Record<string, string> = {
  database: 'Check the database server and DATABASE_URL.',
  storage: 'Check the credentials of the store, and the disk of the pictures.',
  decoder: 'Run npm ci again: the library that decodes pictures does not work.',
  disk: 'Free space on the disk of DATA_DIR.',
};

/** For the command line: what the running server says of the things that only it can reach, such as the embedded database. */
export const runningServerCheck = (web: Web): Check => ({
  id: 'server',
  title: 'Running server',
  async run(signal) {
    try {
      const { status, text } = await web.request({ path: '/api/health/ready' }, signal);
      if (status === 200) return ok('The server is ready: database, storage, decoder and disk work.');
      const failed = failedChecks(text);
      if (failed.length === 0) return warning(`Not checked: /api/health/ready is answered with status ${status}.`, UNREACHED_ADVICE);
      return problem(`The server is not ready: ${failed.join(', ')}.`, failed.map((name) => ADVICE[name] ?? '').join(' '));
    } catch (error) {
      if (error instanceof WebError) return warning(`Not checked: BASE_URL ${WEB_FAILURES[error.reason]}.`, UNREACHED_ADVICE);
      throw error;
    }
  },
});

/** Names of the checks that failed; none if another server answers. */
function failedChecks(text: string): string[] {
  try {
    const { checks } = JSON.parse(text);
    return Object.keys(ADVICE).filter((name) => checks[name] === 'failed' || checks[name] === 'timeout');
  } catch {
    return [];
  }
}
