import { z } from 'zod';
import { MAX_KEY_LABEL_LENGTH } from '@/lib/accounts/limits';
import { SERVICE_SCOPES } from '@/lib/accounts/service-keys/ports';
import { futureDate, visible } from '../account/account-schemas';

/** The JSON of the native API about service keys, for administrators. Used like `schemas.ts`. */

const scope = z.enum(SERVICE_SCOPES, `Expected one of ${SERVICE_SCOPES.join(', ')}.`);
const date = z.iso.datetime();

/** `POST /api/service-keys` */
export const newServiceKey = z
  .strictObject({
    label: visible('Expected a label.', MAX_KEY_LABEL_LENGTH),
    scopes: z
      .array(scope, 'Expected at least one scope.')
      .min(1, 'Expected at least one scope.')
      .transform((scopes) => [...new Set(scopes)]),
    expiresAt: futureDate().nullable().default(null),
  })
  .meta({ id: 'NewServiceKey' });

export const serviceKey = z
  .object({
    id: z.number(),
    label: z.string(),
    lastFour: z.string(),
    scopes: z.array(scope).readonly(),
    createdBy: z.number().describe('Id of the administrator.'),
    createdAt: date,
    lastUsedAt: date.nullable(),
    expiresAt: date.nullable(),
  })
  .meta({ id: 'ServiceKey' });

export const createdServiceKey = serviceKey
  .extend({ key: z.string().describe('The secret, in this response only.') })
  .meta({ id: 'CreatedServiceKey' });

export type NewServiceKey = z.input<typeof newServiceKey>;
export type ServiceKeyResource = z.infer<typeof serviceKey>;
export type CreatedServiceKey = z.infer<typeof createdServiceKey>;
