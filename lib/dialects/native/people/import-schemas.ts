import { z } from 'zod';
import { textValues } from '../text-schemas';

/** The JSON of the native API about imports of people, for administrators. Used like `schemas.ts`. */

const flag = z
  .enum(['true', 'false'], 'Expected true or false.')
  .default('false')
  .transform((value) => value === 'true');

/** The query of `POST /api/imports` */
export const importQuery = z
  .object({
    dryRun: flag.describe('Changes nothing.'),
    invite: flag.describe('Mails each new person a link to choose a password.'),
  })
  .meta({ id: 'ImportQuery' });

const problem = {
  problem: z.string().describe('In English.'),
  code: z.string().describe('Of the problem: clients show a text of their own by it.'),
  params: textValues,
};

/** A line of the response of `POST /api/imports`. */
export const importLine = z
  .union([
    z.object({
      type: z.literal('person'),
      row: z.number().describe('The header of a CSV file is row 1.'),
      email: z.string().nullable().describe('Canonical form; null if the row has none that is valid.'),
      result: z.enum(['created', 'existing']),
      id: z.number().nullable().describe('Null in a dry run, for an account that does not exist.'),
    }),
    z.object({
      type: z.literal('person'),
      row: z.number(),
      email: z.string().nullable(),
      result: z.literal('failed'),
      ...problem,
    }),
    z
      .object({ type: z.literal('stopped'), ...problem })
      .describe('Later rows were not imported. The code may be that of an error, such as database_unavailable.'),
  ])
  .meta({ id: 'ImportLine' });

export type ImportLine = z.infer<typeof importLine>;
