// npm run doctor: looks for what keeps this installation from working as it should. Exits with 1 if there is a problem.
import { EnvError, readEnv } from '@/lib/env';
import { examine } from '@/lib/health/doctor/examine';
import { installationChecks } from './doctor/checks';
import { openReadOnly } from './doctor/database';
import { print } from './doctor/print';

let failed = true;
try {
  const env = readEnv();
  const database = await openReadOnly(env);
  try {
    // Findings say what is wrong; the causes are for the log of a server.
    const findings = await examine(await installationChecks(env, database), () => {});
    failed = print(findings);
    if (database.kind !== 'open')
      console.log(
        '\nNot checked without the database: mail, administrators, registration. An administrator sees all of it at /settings/health.',
      );
  } finally {
    if (database.kind === 'open') await database.close();
  }
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  // The message names variables and replaces secret values.
  print([{ level: 'problem', title: 'Settings', detail: error.message, advice: 'Correct them in .env or the environment.' }]);
}
// Connections that are kept alive would delay the end.
process.exit(failed ? 1 : 0);
