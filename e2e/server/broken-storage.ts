import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AS_FUNCTIONS, breakStore } from './functions';
import type { Server } from './server';

/** Makes the storage of a server fail. @returns repairs it */
export async function breakStorage({ dataDir }: Pick<Server, 'dataDir'>): Promise<() => Promise<void>> {
  if (AS_FUNCTIONS) return breakStore();
  const pictures = join(dataDir, 'pictures');
  await mkdir(pictures, { recursive: true });
  await rename(pictures, `${pictures}.aside`);
  await writeFile(pictures, 'a file where a folder should be');
  return async () => {
    await rm(pictures);
    await rename(`${pictures}.aside`, pictures);
  };
}
