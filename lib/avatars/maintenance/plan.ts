import { KEPT_DAYS } from '../limits';
import type { AvatarRecords, Storage } from '../ports';
import { createSweeper } from '../sweep';

/** The stored objects that a sweep would delete now, and the versions that it would mark as removed. */
export interface ObjectsPlan {
  versions: number;
  renditions: number;
  originals: number;
  uploads: number;
}

export interface PlanParts {
  records: AvatarRecords;
  storage: Storage;
  hasUploads: boolean;
  report: (error: unknown) => void;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Runs a sweep that changes nothing. Originals of the counted versions are not among the counted originals: until a version is marked, its
 * original is in use.
 */
export async function planSweep({ records, storage, hasUploads, report }: PlanParts): Promise<ObjectsPlan> {
  const outdated = await records.outdated(new Date(Date.now() - KEPT_DAYS * DAY_MS));
  const sweeper = createSweeper({
    records: { ...records, outdated: async () => [], markRemoved: async () => {} },
    storage: { ...storage, delete: async () => {} },
    hasUploads,
    report,
  });
  return { versions: outdated.length, uploads: 0, ...(await sweeper.sweep()) };
}
