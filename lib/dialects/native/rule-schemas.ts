import type { z } from 'zod';
import { emailProblem } from '@/lib/accounts/email';
import type { FieldCode, FieldProblem } from '@/lib/field-problems';

/** The refusal of a refinement: a sentence for developers, and the same as a stable word, which `parseFields` reads from the params. */
export function rule(code: FieldCode, error: string, limit?: number): { error: string; params: { problem: FieldProblem } } {
  return { error, params: { problem: limit === undefined ? { code } : { code, limit } } };
}

/** For `superRefine`. */
export function requireEmail(text: string, { addIssue }: z.RefinementCtx): void {
  const message = emailProblem(text);
  if (message) addIssue({ code: 'custom', message, input: text, params: rule('email', message).params });
}
