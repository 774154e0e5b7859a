import type { Credentials } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { foreignOrigin, isSameOrigin, sessionCredentials } from '../credentials';
import { type Context, defineEndpoint, type Endpoint, type Failure, type Params, type Services } from '../endpoint';
import { nativeErrors } from '../problem';
import { jsonBody, readForm, type SentForm, textsOf } from './fields';
import { FAILED_PARAMETER, type FormFailure, type FormOutcome, OUTCOME_PARAMETER, outcomeCookie, sealOutcome } from './outcome';

/** The page that follows a form, with cookies and with the outcome that it shows. */
export interface Next {
  /** A path of this site, with its query. Default: the page of the form. */
  page?: string;
  cookies?: readonly string[];
  /** Shown by that page, or by the one of another form. */
  outcome?: Partial<Pick<FormOutcome, 'form' | 'failure' | 'values' | 'done'>>;
}

/** One form that works without a script. */
export interface FormDefinition {
  /** Name of the form, for its page. */
  name: string;
  /** The path of its page. */
  page: string;
  /** Parameters of the page that its address keeps. The form sends them in the query, so that they are known without the body. */
  query?: readonly string[];
  /** The operation of the API that the form runs, with the rules for it. */
  endpoint: Endpoint;
  /** The JSON of that operation. Default: it reads the body as it was sent. */
  json?: (sent: SentForm) => unknown;
  /** Its parameters. Default: none. */
  params?: (sent: SentForm) => Params;
  /** Fields that a refused form shows again. Default: none. */
  kept?: readonly string[];
  /** Whether an operation that needs no session takes one. */
  takesSession?: boolean;
  /** Whether it may use the disk space that is held back for removals. */
  isRemoval?: boolean;
  /** @param response of the operation */
  next(response: Response, sent: { form: SentForm; request: Request; services: Services }): Promise<Next> | Next;
}

/** Codes for which a person has to sign in again. */
const SIGNED_OUT = ['not_authenticated', 'invalid_credentials', 'account_disabled'] as const;
/** Refusals before the body is read: the page of the form has a text for each. */
export const EARLY_CODES = ['rate_limited', 'storage_full', 'database_unavailable', 'busy'] as const;

/**
 * Makes an operation of the native API a form of a page: the same admission, schemas and use case, with a form in place of JSON, and a
 * redirect (303) in place of a response. A failure leads back to the page of the form, which shows it. Only the session of a browser is a
 * credential here, and only pages of this site may post.
 */
export function defineForm(form: FormDefinition): Endpoint {
  return form.endpoint.use((inner) => {
    const takesSession = form.takesSession ?? inner.access === 'person';
    return defineEndpoint({
      access: inner.access,
      limited: inner.limited,
      writes: form.isRemoval ? 'removal' : inner.writes,
      credentials(request, services): Credentials {
        // First, also without a session: browsers send no cookie with what another site posts.
        requireOwnPage(request, services);
        return takesSession ? sessionCredentials(request, services) : { kind: 'none' };
      },
      async parse(request, context) {
        const sent: SentForm = form.json || form.params ? await readForm(request, context.body) : emptyForm(request);
        const body = form.json ? jsonBody(form.json(sent), context.body) : context.body;
        const own = { ...context, body, params: form.params?.(sent) ?? {} };
        return { request, sent, own, run: await attempt(() => inner.parse(request, own), own) };
      },
      async core({ request, sent, own, run }, { services, principal }) {
        const personId = personOf(principal);
        const lead = (next: Next) => redirect(form, request, next, { services, personId });
        if ('failure' in run) return lead(refused(form, sent, run.failure));
        const done = await attempt(async () => {
          const response = inner.present(await inner.core(run.value, own), request, own);
          return form.next(response, { form: sent, request, services });
        }, own);
        return lead('failure' in done ? refused(form, sent, done.failure) : done.value);
      },
      present: (response) => response,
      errors: { ...nativeErrors, ...earlyErrors(form) },
    });
  });
}

/** @throws AvatarError cross_origin */
function requireOwnPage(request: Request, { baseUrl }: Services): void {
  if (!isSameOrigin(request, baseUrl)) {
    throw new AvatarError('cross_origin', `Cross-site request refused: forms work on this site only. ${foreignOrigin(request, baseUrl)}`);
  }
}

const emptyForm = (request: Request): SentForm => ({ fields: new URLSearchParams(), query: new URL(request.url).searchParams });

/** Failures of the operation become part of the page. They are logged like those of the API. */
async function attempt<T>(
  run: () => Promise<T> | T,
  { failureOf }: Pick<Context, 'failureOf'>,
): Promise<{ value: T } | { failure: Failure }> {
  try {
    return { value: await run() };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

function refused(form: FormDefinition, sent: SentForm, { error }: Failure): Next {
  const failure: FormFailure = { code: error.code, detail: error.message, details: error.details };
  return { outcome: { failure, values: textsOf(sent, form.kept ?? []) } };
}

function redirect(
  form: FormDefinition,
  request: Request,
  { page = pageOf(form, request), cookies = [], outcome }: Next,
  { services, personId }: { services: Services; personId: number | null },
): Response {
  const headers = new Headers({ 'Cache-Control': 'no-store' });
  for (const cookie of cookies) headers.append('Set-Cookie', cookie);
  let location = page;
  if (outcome) {
    const whole = { form: form.name, personId, failure: null, values: {}, done: null, ...outcome };
    const { id, value } = sealOutcome(whole, requireSecret(services));
    headers.append('Set-Cookie', outcomeCookie(value, page.split('?', 1)[0] ?? page, services.baseUrl));
    location = withParameter(page, OUTCOME_PARAMETER, id);
  }
  headers.set('Location', location);
  return new Response(null, { status: 303, headers });
}

/** Rows for refusals that come before the body. Their pages know the code alone. */
function earlyErrors(form: FormDefinition) {
  const seeOther = (location: string) => new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } });
  const signIn = ({ request }: Failure) => seeOther(`/sign-in?ended=1&callbackUrl=${encodeURIComponent(pageOf(form, request))}`);
  const again = ({ request, error }: Failure) => seeOther(withParameter(pageOf(form, request), FAILED_PARAMETER, error.code));
  return {
    ...Object.fromEntries(SIGNED_OUT.map((code) => [code, signIn])),
    ...Object.fromEntries(EARLY_CODES.map((code) => [code, again])),
  };
}

/** The page of a form with the parameters that it keeps. */
function pageOf({ page, query = [] }: FormDefinition, request: Request): string {
  const sent = new URL(request.url).searchParams;
  const kept = query.flatMap((name) => (sent.has(name) ? [[name, sent.get(name) ?? '']] : []));
  return kept.length > 0 ? `${page}?${new URLSearchParams(kept)}` : page;
}

const withParameter = (page: string, name: string, value: string) => `${page}${page.includes('?') ? '&' : '?'}${name}=${value}`;

function personOf(principal: unknown): number | null {
  return principal !== null && typeof principal === 'object' && 'userId' in principal ? Number(principal.userId) : null;
}

function requireSecret({ nextAuth: { secret } }: Services): string {
  if (secret) return secret;
  throw new Error('Expected the secret of sessions, got none.');
}
