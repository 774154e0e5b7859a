import { ServerResponse } from 'node:http';
import { keepWithinBounds } from './unread.mjs';

/** Request headers by which Next.js's own pages differ, and nothing else does. */
const PAGE_HEADERS = /^(rsc|next-.*)$/;

/**
 * Next.js names those headers in `Vary` of every route, so that caches would keep a copy of a picture for each page that shows it.
 * They are taken out of answers that are no pages: those that `serve` made, which all carry a request id.
 *
 * What of an answer nobody has read yet is kept within bounds.
 */
export class Answer extends ServerResponse {
  writeHead(...args) {
    const vary = this.hasHeader('X-Request-Id') && this.getHeader('Vary');
    if (vary) {
      const names = String(vary).split(/\s*,\s*/);
      const kept = names.filter((name) => !PAGE_HEADERS.test(name.toLowerCase()));
      if (kept.length === 0) this.removeHeader('Vary');
      else this.setHeader('Vary', kept.join(', '));
    }
    return super.writeHead(...args);
  }

  write(...args) {
    const takesMore = super.write(...args);
    keepWithinBounds(this);
    return takesMore;
  }

  end(...args) {
    super.end(...args);
    keepWithinBounds(this);
    return this;
  }
}
