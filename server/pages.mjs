/** Methods of every page. */
export const READ = ['GET', 'HEAD'];

const ADMINISTRATORS = { existsFor: 'administrators' };

/** Some forms post to their own page before their script is loaded. */
const FORM = { methods: ['POST'] };

/** APIs with a page of documentation, by the names of their files in docs/api. */
const DOCUMENTED_APIS = ['native', 'mycargoextra', 'cloudreve', 'ulule', 'zulip', 'gravatar'];

/**
 * All pages. `methods`: those that a page supports besides GET and HEAD. `existsFor`: for others the page does not exist. The pages check
 * that themselves; this table tells the server before it calls Next.js (`lib/http/early-pages/page-guard.ts`).
 */
const PAGES = {
  '/': {},
  '/sign-in': FORM,
  '/sign-up': FORM,
  '/setup': { ...FORM, existsFor: 'setup' },
  '/sign-out': {},
  '/forgot': FORM,
  '/reset': FORM,
  '/verify': FORM,
  '/docs': {},
  ...Object.fromEntries(DOCUMENTED_APIS.map((api) => [`/docs/${api}`, {}])),
  '/settings': {},
  '/settings/picture': {},
  '/settings/keys': {},
  '/settings/profile': {},
  '/settings/addresses': {},
  '/settings/security': {},
  '/settings/connections': {},
  '/settings/data': {},
  '/settings/audit': ADMINISTRATORS,
  '/settings/people': ADMINISTRATORS,
  '/settings/people/[id]': ADMINISTRATORS,
  '/settings/organization': ADMINISTRATORS,
  '/settings/outbox': ADMINISTRATORS,
  '/settings/health': ADMINISTRATORS,
};

/** A page for each person. */
const PERSON = /^\/settings\/people\/([1-9]\d{0,9})$/;

/** The path under which Next.js renders `app/not-found.tsx` on the server, with 404. */
const NOT_FOUND_PAGE = '/_not-found';

/** Headers with which the client of Next.js asks for the data of a page. */
const CLIENT_HEADERS = /^(?:rsc$|next-router-)/;

/** @returns whether a page has this path, with or without a slash at its end */
export function isPage(path) {
  return Object.hasOwn(PAGES, pageOf(path));
}

/** @returns the methods of a page, in the order in which responses list them */
export function pageMethods(path) {
  return [...READ, ...(PAGES[pageOf(path)]?.methods ?? []), 'OPTIONS'];
}

/**
 * @returns {{ existsFor: 'anyone' | 'administrators' | 'setup', personId: number | null }} for whom the page at a path exists, and the
 *   person that it is about
 */
export function pageAudience(path) {
  const id = PERSON.exec(withoutTrailingSlash(path))?.[1];
  return { existsFor: PAGES[pageOf(path)]?.existsFor ?? 'anyone', personId: id === undefined ? null : Number(id) };
}

/** @returns {string[]} the pages of administrators */
export function administratorPages() {
  return Object.keys(PAGES).filter((path) => PAGES[path] === ADMINISTRATORS);
}

/**
 * Lets Next.js answer with the page for unknown paths. A page that calls `notFound()` is sent without content and `lang`, which only its
 * scripts add.
 *
 * @param {Pick<import('node:http').IncomingMessage, 'url' | 'headers'>} request
 */
export function askForNotFoundPage(request) {
  // To its client Next.js would answer with a redirect of this page. Without these headers it sends the page, which the client then loads.
  for (const name of Object.keys(request.headers)) if (CLIENT_HEADERS.test(name)) delete request.headers[name];
  request.url = NOT_FOUND_PAGE;
}

/** @returns whether {@link askForNotFoundPage} has changed a request */
export function asksForNotFoundPage({ url }) {
  return url === NOT_FOUND_PAGE;
}

/** @returns the path in the form of {@link PAGES} */
function pageOf(path) {
  const page = withoutTrailingSlash(path);
  return PERSON.test(page) ? '/settings/people/[id]' : page;
}

function withoutTrailingSlash(path) {
  return path === '/' ? path : path.replace(/\/$/, '');
}
