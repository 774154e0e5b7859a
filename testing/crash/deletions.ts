import { createErasures } from '@/lib/avatars/erasure/erase';
import type { Core } from '../core';
import { BLUE, type CrashingChange, upload } from './changes';

type Deletion = Pick<CrashingChange, 'name' | 'run'>;

/** Deletes accounts that are due, and goes on with earlier deletions, as the maintenance does. */
export async function runDeletions({ records, storage }: Pick<Core, 'records' | 'storage'>): Promise<void> {
  const failures: unknown[] = [];
  const report = (error: unknown) => failures.push(error);
  await createErasures({ records, storage, report }).run(report);
  if (failures.length > 0) throw failures[0];
}

/** Deletions of a person whose account is due. */
export const DELETIONS: readonly Deletion[] = [
  { name: 'a deletion', run: (core) => runDeletions(core) },
  {
    name: 'a deletion under load',
    async run(core, userId) {
      const { avatars, records } = core;
      const state = await records.stateOf(userId);
      const key = state?.avatar?.key ?? state?.generatedKey ?? '';
      const sizes = ([90, 200] as const).map((size) => avatars.rendition({ key, size, format: 'webp' }));
      // The person is deleted while pictures of theirs are uploaded, and made for others. Some of that is refused, at any point.
      const [deletion] = await Promise.allSettled([runDeletions(core), upload(avatars, userId, BLUE), ...sizes]);
      await avatars.settled();
      if (deletion.status === 'rejected') throw deletion.reason;
    },
  },
];
