import { verifyStorage } from '@/lib/avatars/maintenance/verify';
import { openDatabase } from '@/lib/db/open';
import { readEnv } from '@/lib/env';
import { openInstallation } from '../installation';
import { SCRIPT_OPTIONS } from '../script-options';
import { type Command, createProgress, printPaths } from './options';

/** `verify [--read]` */
export const verify: Command = async ({ read = false }) => {
  const env = readEnv();
  const storage = await openInstallation(env);
  const database = await openDatabase({ ...env, ...SCRIPT_OPTIONS });
  try {
    const progress = createProgress();
    const onProgress = (checked: number) => progress(() => `${checked} rows and objects checked`);
    const result = await verifyStorage({ records: database.records, storage }, { reads: read, onProgress });
    const { versions, objects, missing, damaged, unreferenced } = result;
    printPaths('missing', missing);
    printPaths('damaged', damaged);
    printPaths('without a row', unreferenced);
    console.log(
      `${versions} versions and ${objects} objects: ${missing.length} originals are missing, ${damaged.length} are damaged, ${unreferenced.length} objects have no row`,
    );
    if (missing.length + damaged.length > 0) return 1;
    return unreferenced.length > 0 ? 2 : 0;
  } finally {
    await database.close();
  }
};
