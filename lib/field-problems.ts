/**
 * How a field of a request is wrong: stable words, which pages translate. The sentence beside it is for developers.
 *
 * `required`: it is missing or empty. `invalid`: of another type or form, where no other word says more. `unexpected`: there is no such
 * field, or it cannot be set here. `unique`: the value belongs to something else.
 */
export const FIELD_CODES = [
  'required',
  'invalid',
  'unexpected',
  'unique',
  'choice',
  'too_short',
  'too_long',
  'too_small',
  'too_large',
  'too_few',
  'too_many',
  'not_printable',
  'email',
  'contains_email',
  'domain',
  'date',
  'past_date',
  'time_zone',
  'web_address',
  'colour',
  'common_password',
  'personal_password',
  'wrong_password',
  'wrong_sign_up_password',
  'wrong_setup_code',
  'wrong_email',
  'no_address',
  'fixed_by_environment',
] as const;

export type FieldCode = (typeof FIELD_CODES)[number];

/** `limit`: the least or most characters, items or value, of the codes that begin with `too_`. */
export interface FieldProblem {
  code: FieldCode;
  limit?: number;
}
