import { it } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { expectImportSurvives } from '@/testing/killed-import';

it('an import of 200 people and 20 pictures that is killed and resumed leaves none out and none twice', async () => {
  const folder = await temporaryFolder();
  await expectImportSurvives({ folder, people: 200, pictures: 20, kills: [{ kind: 'picture', after: 5 }] });
});
