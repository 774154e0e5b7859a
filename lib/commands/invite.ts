import { type Command, Option } from 'commander';
import type { Person, Role } from '@/lib/accounts/ports';
import { newInvite } from '@/lib/dialects/native/registration/registration-schemas';
import { parseFields } from '@/lib/http/body/fields';
import { requirePerson } from './person';
import type { CommandServices, RunTask } from './ports';

interface Options {
  role: Role;
  email?: string | null;
  uses: string;
  days: string;
  by?: string;
  send?: true;
}

const DAY_MS = 86_400_000;

/** More administrators than an installation has. */
const ADMINISTRATORS = 1_000;

export function addInvite(program: Command, run: RunTask): void {
  program
    .command('invite')
    .description('Creates a link that opens accounts, and prints it. It works while the administrator of --by is one.')
    .addOption(new Option('--role <role>', 'of the accounts').choices(['member', 'admin']).default('member'))
    .option('--email <address>', 'admits this address alone')
    .option('--uses <number>', 'how many accounts it opens', '1')
    .option('--days <number>', 'days until it expires', '7')
    .option('--by <administrator>', 'id or e-mail address (default: the oldest administrator)')
    .option('--send', 'mail the link to --email')
    .action(({ role, email = null, uses, days, by, send }: Options) =>
      run(async ({ services, terminal }) => {
        const fields = parseFields(newInvite, { role, email, maxUses: Number(uses), expiresInDays: Number(days) });
        if (send && fields.email === null) throw new Error('Expected --email with --send, got none.');
        if (send && !services.outbox.sending)
          throw new Error('Mail is not sent, since SMTP_URL is not set. Hand the link over instead of --send.');
        const { expiresInDays, ...invite } = fields;
        const expiresAt = new Date(Date.now() + expiresInDays * DAY_MS);
        const { id: createdBy } = await administrator(services, by);
        const { token } = await services.registration.invites.create({ ...invite, createdBy, expiresAt });
        const url = `${services.baseUrl}/sign-up?invite=${token}`;
        await terminal.print(url);
        if (send && invite.email !== null) await services.mail.send({ to: invite.email, language: null, kind: 'invite', url, expiresAt });
        return 0;
      }),
    );
}

/** An invite belongs to an administrator. @throws Error for people to read */
async function administrator({ accounts, administration }: CommandServices, by: string | undefined): Promise<Person> {
  if (by !== undefined) {
    const person = await requirePerson(accounts, by);
    if (person.role === 'admin' && !person.disabledAt) return person;
    throw new Error(`Expected an administrator whose account is enabled, got ${by}.`);
  }
  const { people } = await administration.list({ text: '', role: 'admin', state: 'enabled' }, { limit: ADMINISTRATORS });
  const oldest = people.at(-1);
  if (!oldest) throw new Error('Expected an administrator, found none. Create one: npm run admin -- create --role admin');
  return oldest;
}
