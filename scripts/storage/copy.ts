import { headersOf, ORIGINALS, UPLOADS } from '@/lib/avatars/paths';
import { type CopyCounts, copyObjects } from '@/lib/storage/copy';
import { type Command, createProgress, megabytes, openNamed, printPaths } from './options';

/** `copy --from filesystem --to s3` */
export const copy: Command = async ({ from, to }, signal) => {
  if (!from || !to || from === to) throw new TypeError('Expected two different stores, such as --from filesystem --to s3.');
  const progress = createProgress();
  const line = ({ copied, copiedBytes, same }: CopyCounts) =>
    `${copied} objects copied (${megabytes(copiedBytes)}), ${same} were there already`;
  const counts = await copyObjects(await openNamed(from), await openNamed(to), {
    headersOf,
    skipped: UPLOADS,
    signal,
    onProgress: (counts) => progress(() => line(counts)),
  });
  printPaths('damaged, not copied', counts.damaged);
  console.log(`${signal.aborted ? 'Interrupted: ' : ''}${line(counts)}, ${counts.damaged.length} are damaged`);
  if (signal.aborted) return 130;
  // A damaged rendition is made again by the server; a damaged original is lost.
  return counts.damaged.some((key) => key.startsWith(ORIGINALS)) ? 1 : 0;
};
