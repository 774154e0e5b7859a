import { z } from 'zod';
import type { Principal } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { readJson } from '@/lib/http/body/body';
import { parseFields } from '@/lib/http/body/fields';
import { type Context, defineEndpoint } from '@/lib/http/endpoint';
import { FORMATS, type InputFormat } from '@/lib/imaging/media-types';
import { native } from './parts';

/** Below this, hardly any photo would pass, and nobody could tell why. */
const LEAST_MAX_BYTES = 10_000;

const change = z.strictObject({
  avatarChangesDisabled: z.boolean('Expected true or false.').optional(),
  maxAvatarBytes: z
    .int('Expected a whole number of bytes, or null.')
    .min(LEAST_MAX_BYTES, `Expected at least ${LEAST_MAX_BYTES} bytes, or null for no additional limit.`)
    .max(2_147_483_647, 'Expected at most 2147483647 bytes.')
    .nullable()
    .optional(),
  acceptedFormats: z
    .array(z.enum(Object.keys(FORMATS) as InputFormat[], `Expected any of ${Object.keys(FORMATS).join(', ')}.`))
    .transform((formats) => [...new Set(formats)])
    .optional(),
});

const present = (policy: object) => Response.json(policy, { headers: { 'Cache-Control': 'private, no-store' } });

/** `GET /api/policy` */
export const getPolicy = defineEndpoint({
  ...native,
  access: 'person',
  parse: requireAdmin,
  core: (_command, { services }) => services.policies.policy(),
  present,
});

/** `PATCH /api/policy`: holds at once, for every API and process. */
export const patchPolicy = defineEndpoint({
  ...native,
  access: 'person',
  async parse(request, context) {
    requireAdmin(request, context);
    return parseFields(change, await readJson(request));
  },
  core: (command, { services, principal }) => services.policies.changePolicy(command, principal.userId),
  present,
});

/** @throws AvatarError forbidden */
function requireAdmin(_request: Request, { principal }: Context<Principal>): void {
  if (principal.role !== 'admin') throw new AvatarError('forbidden', 'Only administrators can read or change the policy.');
  if (!principal.scopes.includes('avatar:write'))
    throw new AvatarError('forbidden', 'This API key is read-only. Expected the scope avatar:write.');
}
