import type { ImportRecords } from '@/lib/accounts/imports/ports';
import type { Compose } from '@/lib/mail/ports';
import { patiently } from './patiently';
import { createPeopleImport, type PeopleImport } from './people';
import { createPictureImport, type PictureImport, type PictureImportParts } from './pictures';

export interface ImportParts extends Pick<PictureImportParts, 'personByEmail' | 'avatars' | 'maxBytes'> {
  records: ImportRecords & PictureImportParts['records'];
  compose: Compose;
  baseUrl: string;
}

/** The parts of one import of people and pictures. Pictures wait while uploads fill the queue. @param signal ends these waits */
export function createImport(
  { records, compose, baseUrl, personByEmail, avatars, maxBytes }: ImportParts,
  signal: AbortSignal,
): { people: PeopleImport; pictures: PictureImport } {
  const people = createPeopleImport({ records, compose, baseUrl });
  const waiting: PictureImportParts['avatars'] = {
    ...avatars,
    replace: (...args) => patiently(() => avatars.replace(...args), signal),
    inspect: (...args) => patiently(() => avatars.inspect(...args), signal),
  };
  return { people, pictures: createPictureImport({ records, people, personByEmail, avatars: waiting, maxBytes }) };
}
