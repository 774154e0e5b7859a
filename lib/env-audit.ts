import { z } from 'zod';

const DAYS = 'expected a number of days from 1 to 36500';

export const AUDIT_VARIABLES = {
  AUDIT_DAYS: z.coerce.number(DAYS).int(DAYS).min(1, DAYS).max(36_500, DAYS).default(365),
};
