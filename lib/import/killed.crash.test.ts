import { it } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { expectImportSurvives } from '@/testing/killed-import';

it('an import of 10,000 people and 1,000 pictures that is killed among each leaves none out and none twice', async () => {
  const folder = await temporaryFolder();
  const kills = [{ kind: 'person', after: 4_200 } as const, { kind: 'picture', after: 400 } as const];
  await expectImportSurvives({ folder, people: 10_000, pictures: 1_000, kills });
});
