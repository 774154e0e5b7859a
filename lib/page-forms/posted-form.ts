import { cookies } from 'next/headers';
import { app } from '../app';
import type { Problem } from '../dialects/native/schemas';
import { EARLY_CODES } from '../http/forms/define-form';
import { FAILED_PARAMETER, type FormFailure, OUTCOME_COOKIE, OUTCOME_PARAMETER, openOutcome } from '../http/forms/outcome';
import { signedIn } from '../pages';

/** A form of a page, and what became of it if it was posted without a script. */
export interface PostedForm {
  /** Where browsers post it to. With a script the form is sent to the native API instead. */
  action: string;
  failure: ReturnType<typeof problemOf> | null;
  values: Readonly<Partial<Record<string, string>>>;
  /** After a success. */
  done: Record<string, unknown> | null;
}

type FormName =
  | 'sign-in'
  | 'sign-out'
  | 'sign-up'
  | 'setup'
  | 'setup/promote'
  | 'forgot'
  | 'reset'
  | 'verify'
  | 'language'
  | 'picture'
  | 'picture/remove'
  | 'keys'
  | 'keys/revoke';

/** The parameters of a page. */
type Sent = Partial<Record<string, string | string[]>>;

/**
 * A form with its outcome.
 *
 * @param sent of the page
 * @param kept parameters that are part of the form, so that they are those of the page again if it is refused
 */
export async function postedForm(name: FormName, sent: Sent, kept: Record<string, string | undefined> = {}): Promise<PostedForm> {
  const action = formAction(name, kept);
  const outcome = await outcomeOf(sent);
  if (outcome?.form === name) {
    const { failure, values, done } = outcome;
    return { action, failure: failure && problemOf(failure), values, done };
  }
  const code = outcome ? undefined : EARLY_CODES.find((early) => early === sent[FAILED_PARAMETER]);
  return { action, failure: code ? problemOf({ code, detail: '', details: {} }) : null, values: {}, done: null };
}

/** Where a form is posted. */
export function formAction(name: FormName, kept: Record<string, string | undefined> = {}): string {
  const given = Object.entries(kept).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return `/api/forms/${name}${given.length > 0 ? `?${new URLSearchParams(given)}` : ''}`;
}

/** The failure as the pages read it from a problem of the API, whose status is no matter here. */
function problemOf({ code, detail, details }: FormFailure) {
  const known: Partial<Problem> = details;
  return { code, status: 0, detail, fields: known.fields ?? {}, fieldProblems: known.fieldProblems ?? {}, details: known };
}

/** The outcome that the address of the page names, for the person who posted the form. */
async function outcomeOf({ [OUTCOME_PARAMETER]: id }: Sent) {
  const value = (await cookies()).get(OUTCOME_COOKIE)?.value;
  const { secret } = (await app()).parts.services.nextAuth;
  if (typeof id !== 'string' || value === undefined || !secret) return null;
  const outcome = openOutcome(value, id, secret);
  const person = await signedIn();
  return outcome && outcome.personId === (person?.id ?? null) ? outcome : null;
}
