import { type BlobStandIn, refuse, startBlobStandIn } from '@/testing/blob-stand-in';

/** Whether the tests run the application as functions do: plain `next start` of a build with FUNCTIONS=on. */
export const AS_FUNCTIONS = Boolean(process.env.E2E_FUNCTIONS);

/** Names that Next.js adds to `Vary` of every response. */
export const NEXT_VARY = 'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch';

export const CRON_SECRET = 'a secret of the platform';

export const NEXT_START: [string, ...string[]] = [process.execPath, 'node_modules/next/dist/bin/next', 'start'];

let standIn: Promise<BlobStandIn> | undefined;

/** Settings of a server that runs as functions: a new store of a stand-in of Vercel Blob, and no folder that can be written to. */
export async function functionsEnv(port: number): Promise<Record<string, string | undefined>> {
  standIn ??= startBlobStandIn();
  const { token, apiUrl } = (await standIn).createStore();
  return {
    FUNCTIONS: 'on',
    BASE_URL: `http://localhost:${port}`,
    SECRET: 'a secret of the tests, of 32 characters',
    CRON_SECRET,
    STORAGE: 'vercel-blob',
    BLOB_READ_WRITE_TOKEN: token,
    VERCEL_BLOB_API_URL: apiUrl,
    // Below a file, so that each attempt to write there fails.
    DATA_DIR: '/dev/null/data',
  };
}

/** Makes the stores of this worker fail. @returns repairs them */
export async function breakStore(): Promise<() => Promise<void>> {
  standIn ??= startBlobStandIn();
  const { failWith } = await standIn;
  failWith((response) => {
    refuse(response, 403, 'forbidden');
    return true;
  });
  return async () => failWith(undefined);
}
