import type { Administration, AdministrationRecords } from './ports';
import { searchWords } from './search-words';

export function createAdministration(records: AdministrationRecords): Administration {
  return {
    async list({ text, role, state }, { before, limit }) {
      const filter = { words: searchWords(text), role, state };
      const [people, matching, counts] = await Promise.all([
        // One more tells whether there is another page.
        records.listPeople(filter, { before, limit: limit + 1 }),
        records.countMatching(filter),
        records.countPeople(),
      ]);
      const shown = people.slice(0, limit);
      return { people: shown, next: people.length > limit ? (shown.at(-1)?.id ?? null) : null, matching, counts };
    },
    change: (userId, change) => records.changePerson(userId, change),
  };
}
