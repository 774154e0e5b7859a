import type { z } from 'zod';
import { LARGEST_ID } from '@/lib/accounts/limits';
import { AvatarError } from '@/lib/errors';
import type { Params } from '../endpoint';

/** Validates fields against a schema. @throws AvatarError invalid_request with a sentence per wrong field in `details.fields` */
export function parseFields<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const { path, message } of result.error.issues) fields[path.join('.') || 'body'] ??= message;
  const sentence = Object.entries(fields)
    .map(([name, message]) => `${name}: ${message}`)
    .join(' ');
  throw new AvatarError('invalid_request', sentence, { fields });
}

/** Parses the path parameter `id`. @throws AvatarError not_found unless it is a positive whole number */
export function idFrom(params: Params): number {
  const text = params.id ?? '';
  const id = Number(text);
  if (/^[1-9]\d*$/.test(text) && id <= LARGEST_ID) return id;
  throw new AvatarError('not_found', `Expected a number, got ${text.slice(0, 40)}.`);
}
