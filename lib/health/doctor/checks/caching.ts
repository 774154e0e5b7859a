import { type Check, joined, ok, problem, type Verdict, warning } from '../finding';
import { UNREACHED_ADVICE, WEB_FAILURES, type Web, WebError, type WebResponse } from '../web';

export interface CachingPort {
  web: Web;
  /** Paths of one picture; null: there is none yet. */
  picture(signal: AbortSignal): Promise<{ /** Never changes. */ media: string /** Changes with the picture. */; current: string } | null>;
}

const PROXY_ADVICE = 'Let the proxy leave Cache-Control, ETag and Vary of responses as they are (docs/deploy.md).';

/** Whether browsers may keep pictures, and show a new one at once. */
export const cachingCheck = ({ web, picture }: CachingPort): Check => ({
  id: 'caching',
  title: 'Caching of pictures',
  async run(signal) {
    try {
      const paths = await picture(signal);
      if (!paths) return ok('There is no picture to check yet.');
      const [media, current] = await Promise.all([
        web.request({ path: paths.media }, signal),
        web.request({ path: paths.current }, signal),
      ]);
      // The store serves the picture, by an address that is only known here.
      if (media.status === 302) return joined([ok('Pictures are served by the store.'), ofCurrent(current)]);
      if (media.status !== 200 || current.status !== 200)
        return problem(`A picture is answered with status ${media.status === 200 ? current.status : media.status}.`, UNREACHED_ADVICE);
      return joined([ofMedia(media), ofCurrent(current), await ofRevalidation(web, paths.media, media, signal)]);
    } catch (error) {
      if (error instanceof WebError) return warning(`Not checked: BASE_URL ${WEB_FAILURES[error.reason]}.`, UNREACHED_ADVICE);
      throw error;
    }
  },
});

const directives = ({ headers }: WebResponse) => (headers['cache-control'] ?? '').toLowerCase().split(/\s*,\s*/);

function ofMedia(response: WebResponse): Verdict {
  const { headers } = response;
  if (!headers['content-type']?.startsWith('image/'))
    return problem('The address of a picture is answered with something else.', UNREACHED_ADVICE);
  if (headers['set-cookie'] !== undefined)
    return warning(
      'The proxy sets a cookie with pictures, so that shared caches do not keep them.',
      'Let the proxy set no cookie on /media/.',
    );
  const kept = directives(response);
  if (!kept.includes('immutable') || !kept.includes('public'))
    return warning('Browsers are not told that a picture address never changes, and ask again for each one.', PROXY_ADVICE);
  return ok('Browsers keep pictures, and see a new one at once.');
}

function ofCurrent(response: WebResponse): Verdict {
  if (directives(response).includes('no-cache')) return ok('');
  return problem(
    'The address of the current picture of a person may be kept by caches: an old picture stays after a change.',
    PROXY_ADVICE,
  );
}

async function ofRevalidation(web: Web, path: string, { headers }: WebResponse, signal: AbortSignal): Promise<Verdict> {
  const { etag } = headers;
  if (etag === undefined) return warning('The proxy removes the ETag of pictures, so that each is sent again whole.', PROXY_ADVICE);
  const { status } = await web.request({ path, headers: { 'if-none-match': etag } }, signal);
  if (status === 304) return ok('');
  return warning(`A picture that the browser has is sent again (status ${status}, expected 304).`, PROXY_ADVICE);
}
