import { AvatarError } from '@/lib/errors';
import { readJson } from '@/lib/http/body/body';
import { parseFields } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { newAdministrator, setupCode } from '../account/account-schemas';
import { native, PRIVATE, refuseForeignPage, requireOwner } from '../parts';
import { personResource } from '../resource';

/**
 * `POST /api/setup`. Creates the first administrator, or makes the account that is signed in the administrator's. Basic may carry its
 * password.
 */
export const completeSetup = defineEndpoint({
  ...native,
  access: 'anyone',
  allowPassword: true,
  parse: async (request, { principal, body, services }) => {
    refuseForeignPage(request, services);
    if (!(await services.setup.isOpen())) throw new AvatarError('not_found', 'This installation has an administrator.');
    const json = await readJson(body);
    if (principal && setupCode.safeParse(json).success) {
      const { userId } = requireOwner(principal, 'The setup can be finished');
      return { userId, ...parseFields(setupCode, json) };
    }
    return parseFields(newAdministrator, json);
  },
  async core(command, { services: { setup } }) {
    if ('userId' in command) return { status: 200, person: await setup.promote(command.code, command.userId) };
    const { code, ...account } = command;
    return { status: 201, person: await setup.createAdministrator(code, account) };
  },
  present: ({ status, person }) => Response.json(personResource(person), { status, headers: PRIVATE }),
});
