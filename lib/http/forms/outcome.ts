import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Carries the outcome of a form to the page that shows it. */
export const OUTCOME_COOKIE = 'likeness-form';

/** Parameters of the address of that page: the id of an outcome, and the code of a failure that came before the body was read. */
export const OUTCOME_PARAMETER = 'result';
export const FAILED_PARAMETER = 'failed';

/** Lifetime of an outcome in seconds: the page that shows it is requested at once. */
export const OUTCOME_SECONDS = 60;

/** Most bytes of an outcome. A browser keeps cookies of up to 4096 bytes; encryption and base64 add a third. */
const MAX_OUTCOME_BYTES = 2_700;

/** Longest value that a form shows again, in UTF-16 code units: longer than all fields that have one. */
const MAX_VALUE_LENGTH = 320;

/** The failure of a form: the members of a problem of the native API. */
export interface FormFailure {
  code: string;
  detail: string;
  /** Such as limits, and the wrong fields. */
  details: object;
}

/** The outcome of a form that was posted without a script. */
export interface FormOutcome {
  form: string;
  /** The person who posted it; null: a visitor. */
  personId: number | null;
  failure: FormFailure | null;
  /** Entered values, for the fields that show them again. Never a password. */
  values: Record<string, string>;
  /** The result that the page shows, such as a new key; null after a failure. */
  done: Record<string, unknown> | null;
}

/** An outcome as the cookie has it. */
interface Sealed extends FormOutcome {
  id: string;
  until: number;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

// A key of its own: no other token that the secret protects can pass for an outcome.
const keyOf = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', 'likeness form outcome', 32));

/**
 * Encrypts an outcome for the browser, which hands it to the next page. It may hold a new API key, and its texts must be ours.
 * @returns the value of the cookie, and the id that the address of the page names
 */
export function sealOutcome(outcome: FormOutcome, secret: string, now = Date.now()): { id: string; value: string } {
  const id = randomBytes(6).toString('base64url');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyOf(secret), nonce);
  const text = JSON.stringify(bounded({ ...outcome, id, until: now + OUTCOME_SECONDS * 1000 }));
  const bytes = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { id, value: bytes.toString('base64url') };
}

/** @returns null unless the cookie has this outcome, and it is of the last minute */
export function openOutcome(value: string, id: string, secret: string, now = Date.now()): FormOutcome | null {
  const bytes = Buffer.from(value, 'base64url');
  if (bytes.byteLength <= NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(ALGORITHM, keyOf(secret), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  let sealed: Sealed;
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    sealed = JSON.parse(text);
  } catch {
    // Another installation, or a secret of before, has encrypted it.
    return null;
  }
  const { id: own, until, ...outcome } = sealed;
  return own === id && until > now ? outcome : null;
}

/** `Set-Cookie` of an outcome for its page, and the deletion of one that was read. */
export function outcomeCookie(value: string | null, page: string, baseUrl: string): string {
  const age = value === null ? 0 : OUTCOME_SECONDS;
  const secure = baseUrl.startsWith('https:') ? '; Secure' : '';
  return `${OUTCOME_COOKIE}=${value ?? ''}; Path=${page}; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`;
}

/** Fits an outcome into a cookie. Without its values the form is empty again, and the failure still shows. */
function bounded(sealed: Sealed): Sealed {
  const values = Object.fromEntries(Object.entries(sealed.values).filter(([, value]) => value.length <= MAX_VALUE_LENGTH));
  const versions = [
    { ...sealed, values },
    { ...sealed, values: {} },
  ];
  const fitting = versions.find((version) => Buffer.byteLength(JSON.stringify(version)) <= MAX_OUTCOME_BYTES);
  // Such as a long list of domains.
  return fitting ?? { ...sealed, values: {}, failure: sealed.failure && { ...sealed.failure, detail: '', details: {} } };
}
