import { type Check, joined, notReached, ok, problem, type Verdict, warning } from '../finding';
import { observation, remedy } from '../texts';
import { type Web, WebError, type WebResponse } from '../web';

export interface CachingPort {
  web: Web;
  /** Paths of one picture; null: there is none yet. */
  picture(signal: AbortSignal): Promise<{ /** Never changes. */ media: string /** Changes with the picture. */; current: string } | null>;
}

/** Whether browsers may keep pictures, and show a new one at once. */
export const cachingCheck = ({ web, picture }: CachingPort): Check => ({
  id: 'caching',
  async run(signal) {
    try {
      const paths = await picture(signal);
      if (!paths) return ok(observation('caching_no_picture'));
      const [media, current] = await Promise.all([
        web.request({ path: paths.media }, signal),
        web.request({ path: paths.current }, signal),
      ]);
      // The store serves the picture, by an address that is only known here.
      if (media.status === 302) return joined([ok(observation('caching_by_store')), ofCurrent(current)]);
      if (media.status !== 200 || current.status !== 200)
        return problem(
          observation('caching_status', { status: media.status === 200 ? current.status : media.status }),
          remedy('mend_base_url'),
        );
      return joined([ofMedia(media), ofCurrent(current), await ofRevalidation(web, paths.media, media, signal)]);
    } catch (error) {
      if (error instanceof WebError) return notReached(error);
      throw error;
    }
  },
});

const directives = ({ headers }: WebResponse) => (headers['cache-control'] ?? '').toLowerCase().split(/\s*,\s*/);

function ofMedia(response: WebResponse): Verdict {
  const { headers } = response;
  if (!headers['content-type']?.startsWith('image/')) return problem(observation('caching_no_image'), remedy('mend_base_url'));
  if (headers['set-cookie'] !== undefined) return warning(observation('caching_cookie'), remedy('set_no_cookie'));
  const kept = directives(response);
  if (!kept.includes('immutable') || !kept.includes('public'))
    return warning(observation('caching_asked_again'), remedy('keep_cache_headers'));
  return ok(observation('caching_works'));
}

function ofCurrent(response: WebResponse): Verdict {
  if (directives(response).includes('no-cache')) return ok();
  return problem(observation('caching_old_pictures'), remedy('keep_cache_headers'));
}

async function ofRevalidation(web: Web, path: string, { headers }: WebResponse, signal: AbortSignal): Promise<Verdict> {
  const { etag } = headers;
  if (etag === undefined) return warning(observation('caching_no_etag'), remedy('keep_cache_headers'));
  const { status } = await web.request({ path, headers: { 'if-none-match': etag } }, signal);
  if (status === 304) return ok();
  return warning(observation('caching_sent_again', { status }), remedy('keep_cache_headers'));
}
