import { z } from 'zod';
import { LARGEST_ID } from '@/lib/accounts/limits';
import { AUDIT_ACTIONS, AUDIT_ACTORS } from '@/lib/audit/ports';

/** The JSON of the native API about the audit log, for administrators. Used like `schemas.ts`. */

/** An empty field of a form is one that was not filled in. */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const id = optional(z.coerce.number('Expected a number.').int().min(1).max(LARGEST_ID));
const MAX_PAGE = 100;

const filter = {
  actor: id,
  subject: id,
  action: optional(z.enum(AUDIT_ACTIONS, `Expected one of ${AUDIT_ACTIONS.join(', ')}.`)),
  before: optional(z.coerce.date('Expected a date such as 2030-01-31T00:00:00Z.')),
};

/** The query of `GET /api/audit` */
export const auditQuery = z
  .object({
    ...filter,
    cursor: id,
    limit: optional(z.coerce.number('Expected a number.').int().min(1).max(MAX_PAGE)).transform((limit) => limit ?? MAX_PAGE),
  })
  .meta({ id: 'AuditQuery' });

/** The query of `GET /api/audit/export` */
export const auditExportQuery = z.object(filter).meta({ id: 'AuditExportQuery' });

export const auditEntry = z
  .object({
    id: z.number(),
    at: z.iso.datetime(),
    actor: z.enum(AUDIT_ACTORS).describe('`system`: a task of the server; `command`: the command line on its machine.'),
    actorId: z.number().nullable(),
    action: z.enum(AUDIT_ACTIONS),
    subjectId: z.number().nullable().describe('The person whom it concerns.'),
    address: z.string().nullable().describe('Client address of the request.'),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).readonly()])),
  })
  .meta({ id: 'AuditEntry' });

/** `GET /api/audit` */
export const auditPage = z
  .object({
    entries: z.array(auditEntry).describe('The newest first.'),
    next: z.number().nullable().describe('The cursor of the next page.'),
  })
  .meta({ id: 'AuditPage' });

export type AuditEntryResource = z.infer<typeof auditEntry>;
export type AuditPageResource = z.infer<typeof auditPage>;
