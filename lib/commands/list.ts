import { type Command, Option } from 'commander';
import type { PeopleFilter } from '@/lib/accounts/administration/ports';
import type { Person } from '@/lib/accounts/ports';
import { listedPerson } from '@/lib/dialects/native/people/resource';
import { lineOf } from './person';
import type { CommandServices, RunTask } from './ports';

/** People in one query. */
const PAGE = 500;

interface Options extends Pick<PeopleFilter, 'role' | 'state'> {
  search: string;
  json?: true;
}

export function addList(program: Command, run: RunTask): void {
  program
    .command('list')
    .description('Lists accounts, oldest first: id, role, e-mail address and name, separated by tabs.')
    .addOption(new Option('--role <role>', 'only these').choices(['member', 'admin']))
    .addOption(new Option('--state <state>', 'only these').choices(['enabled', 'disabled']))
    .option('--search <words>', 'only people with words in name or address that begin so', '')
    .option('--json', 'print an array in JSON, as GET /api/people has it')
    .action(({ search, json, ...filter }: Options) =>
      run(async ({ services, terminal }) => {
        const people = await all(services.administration, { text: search, ...filter });
        const lines = json
          ? [
              JSON.stringify(
                people.map((person) => listedPerson(person, services.baseUrl)),
                null,
                2,
              ),
            ]
          : people.map(lineOf);
        if (lines.length > 0) await terminal.print(lines.join('\n'));
        return 0;
      }),
    );
}

async function all({ list }: CommandServices['administration'], filter: Parameters<typeof list>[0]): Promise<Person[]> {
  const people: Person[] = [];
  for (let before: number | undefined; ; ) {
    const page = await list(filter, { before, limit: PAGE });
    people.push(...page.people);
    if (page.next === null) return people.reverse();
    before = page.next;
  }
}
