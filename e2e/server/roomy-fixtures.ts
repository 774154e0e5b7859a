import type { Server } from './server';
import { test as base } from './upload-fixtures';
import { workerServer } from './worker-server';

/** Larger than every hostile file, so that none is refused for its size. */
export const ROOMY_UPLOAD_BYTES = 2_000_000;

export const test = base.extend<object, { server: Server }>({
  server: workerServer({ MAX_UPLOAD_BYTES: String(ROOMY_UPLOAD_BYTES) }),
});
