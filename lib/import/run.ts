import { concurrently } from './concurrent';
import type { PictureFolder } from './folder';
import { MAX_FAILURES, PICTURES_AT_ONCE, ROWS_PER_BATCH } from './limits';
import type { PeopleImport } from './people';
import type { PersonRow } from './person-row';
import type { PictureImport } from './pictures';
import { problemOf } from './problems';
import type { ImportResult, RowPicture } from './results';

export interface ImportOptions {
  isDryRun: boolean;
  invites: boolean;
  /** Whether pictures that people chose are replaced. */
  replaces: boolean;
  maxFailures?: number | undefined;
  picturesAtOnce?: number | undefined;
  /** Whether an earlier run has imported the picture, so that its file is not read again. */
  isImported?: ((picture: { file: string; email?: string }) => boolean) | undefined;
}

export interface ImportSource {
  people: AsyncIterable<PersonRow> | null;
  pictures: PictureFolder | null;
}

/**
 * Imports people, with the pictures that their rows name, then the other pictures of the folder. It may be ended at any moment and run
 * again: what exists is found, and nothing is imported twice.
 */
export async function* runImport(
  source: ImportSource,
  { people, pictures }: { people: PeopleImport; pictures: PictureImport },
  options: ImportOptions,
): AsyncGenerator<ImportResult> {
  const { isImported = () => false, maxFailures = MAX_FAILURES, picturesAtOnce = PICTURES_AT_ONCE } = options;
  const named = new Set<string>();
  let failures = 0;

  async function* set(files: AsyncIterable<Partial<RowPicture> & { file: string }>): AsyncGenerator<ImportResult> {
    const { pictures: folder } = source;
    if (!folder) return;
    for await (const result of concurrently(files, picturesAtOnce, (picture) => pictures.set(picture, folder, options))) {
      yield result;
      if (result.result === 'failed') failures += 1;
      if (failures > maxFailures) return yield { type: 'stopped', ...problemOf('too_many_failed_pictures', { count: failures }) };
    }
  }

  /** The pictures that rows name, in batches: accounts of a batch exist before their pictures are set. */
  async function* rows(): AsyncGenerator<ImportResult> {
    if (!source.people) return;
    let batch: RowPicture[] = [];
    for await (const { result, person } of people.run(source.people, { ...options, allowsAdministrators: true, maxFailures })) {
      yield result;
      if (person && options.isDryRun && result.type === 'person' && result.result === 'created') pictures.plan(person.email);
      if (!person?.picture) continue;
      const { email, picture: file } = person;
      named.add(file);
      if (!isImported({ file, email })) batch.push({ email, file });
      if (batch.length < ROWS_PER_BATCH) continue;
      yield* set(each(batch));
      batch = [];
    }
    yield* set(each(batch));
  }

  async function* others(): AsyncGenerator<{ file: string }> {
    if (!source.pictures) return;
    for await (const file of source.pictures.files()) if (!named.has(file) && !isImported({ file })) yield { file };
  }

  for (const part of [rows, () => set(others())]) {
    for await (const result of part()) {
      yield result;
      if (result.type === 'stopped') return;
    }
  }
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
