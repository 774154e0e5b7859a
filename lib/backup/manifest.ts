import { z } from 'zod';

/** Thrown if a backup cannot be made or restored. The message is for the person who runs the script. */
export class BackupError extends Error {
  override name = 'BackupError';
}

/** Changes when older releases can no longer read a backup. */
export const FORMAT = 1;

export const MANIFEST = 'manifest.json';
export const DATABASE = 'database.ndjson';
export const SECRET = 'secret';

/** Describes a backup; the last file of its archive. */
export const manifest = z.object({
  format: z.int(),
  createdAt: z.iso.datetime(),
  /** Migrations of its database. */
  migrations: z.array(z.string()),
  rows: z.int(),
  /** Originals that records name and the storage did not have. */
  missing: z.array(z.string()),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
});

export type Manifest = z.infer<typeof manifest>;
