import type { z } from 'zod';
import { LARGEST_ID } from '@/lib/accounts/limits';
import { AvatarError } from '@/lib/errors';
import type { FieldCode, FieldProblem } from '@/lib/field-problems';
import type { Params } from '../endpoint';

/**
 * Validates fields against a schema.
 * @throws AvatarError invalid_request with a sentence per wrong field in `details.fields`, and a stable word in `details.fieldProblems`
 */
export function parseFields<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  const fieldProblems: Record<string, FieldProblem> = {};
  for (const issue of result.error.issues) {
    const name = issue.path.join('.') || 'body';
    fields[name] ??= issue.message;
    fieldProblems[name] ??= fieldProblem(issue, value);
  }
  const sentence = Object.entries(fields)
    .map(([name, message]) => `${name}: ${message}`)
    .join(' ');
  throw new AvatarError('invalid_request', sentence, { fields, fieldProblems });
}

/** @param given all that was validated */
function fieldProblem(issue: z.core.$ZodIssue, given: unknown): FieldProblem {
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return { code: TOO_BIG[issue.origin] ?? 'too_large', ...limitOf(issue.maximum) };
    case 'unrecognized_keys':
      return { code: 'unexpected' };
    case 'invalid_value':
      return { code: isMissing(given, issue.path) ? 'required' : 'choice' };
    case 'invalid_type':
      if (isMissing(given, issue.path)) return { code: 'required' };
      return { code: issue.expected === 'date' ? 'date' : 'invalid' };
    case 'custom':
      // As `rule` of the schemas has it.
      return issue.params?.problem ?? { code: 'invalid' };
    default:
      return { code: 'invalid' };
  }
}

const TOO_SMALL: Partial<Record<string, FieldCode>> = { string: 'too_short', array: 'too_few' };
const TOO_BIG: Partial<Record<string, FieldCode>> = { string: 'too_long', array: 'too_many', date: 'date' };

function tooSmall({ origin, minimum }: z.core.$ZodIssueTooSmall): FieldProblem {
  if (origin === 'string' && minimum === 1) return { code: 'required' };
  return { code: TOO_SMALL[origin] ?? 'too_small', ...limitOf(minimum) };
}

function limitOf(limit: number | bigint | Date): { limit?: number } {
  return typeof limit === 'number' ? { limit } : {};
}

/** An empty field of a form is missing too. */
function isMissing(given: unknown, path: readonly PropertyKey[]): boolean {
  let value: unknown = given;
  for (const name of path) value = value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined;
  return value === undefined || value === '';
}

/** Parses the path parameter `id`. @throws AvatarError not_found unless it is a positive whole number */
export function idFrom(params: Params): number {
  const text = params.id ?? '';
  const id = Number(text);
  if (/^[1-9]\d*$/.test(text) && id <= LARGEST_ID) return id;
  throw new AvatarError('not_found', `Expected a number, got ${text.slice(0, 40)}.`);
}
