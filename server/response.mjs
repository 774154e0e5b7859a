import { ServerResponse } from 'node:http';
import { keepWithinBounds } from './slow-readers.mjs';

/** Request headers by which Next.js's own pages differ, and nothing else does. */
const PAGE_HEADERS = /^(rsc|next-.*)$/;

/** A strong tag names bytes (RFC 9110 section 8.8.3), so that a compressed body needs another one than the plain body. */
const STRONG = /^"([^"]*)"$/;

const CODINGS = ['gzip', 'br', 'deflate', 'zstd'];

/**
 * Next.js names those headers in `Vary` of every route, so that caches would keep a copy of a picture for each page that shows it.
 * They are taken out of answers that are no pages: those that `serve` made, which all carry a request id.
 *
 * Response bytes that the client has not read yet are bounded (`server/slow-readers.mjs`).
 *
 * `pageHeaders`, a function of the status, has headers for every answer that is none of `serve`'s.
 */
export class Answer extends ServerResponse {
  writeHead(...args) {
    this.#nameCoding(args[0]);
    const isServed = this.hasHeader('X-Request-Id') || Object.hasOwn(args.at(-1) ?? {}, 'x-request-id');
    if (!isServed) for (const [name, value] of Object.entries(this.pageHeaders?.(args[0]) ?? {})) this.setHeader(name, value);
    const vary = isServed && this.getHeader('Vary');
    if (vary) {
      const names = String(vary).split(/\s*,\s*/);
      const kept = names.filter((name) => !PAGE_HEADERS.test(name.toLowerCase()));
      if (kept.length === 0) this.removeHeader('Vary');
      else this.setHeader('Vary', kept.join(', '));
    }
    return super.writeHead(...args);
  }

  /** `lib/http/conditional.ts` takes the coding off what a client sends back. */
  #nameCoding(status) {
    const [, opaque] = STRONG.exec(String(this.getHeader('ETag'))) ?? [];
    if (opaque === undefined) return;
    const coding = this.getHeader('Content-Encoding');
    if (coding) this.setHeader('ETag', `"${opaque}-${coding}"`);
    // 304 repeats the tag of the body that the client has (RFC 9110 section 15.4.5).
    if (status !== 304) return;
    const sent = this.req.headers['if-none-match'] ?? '';
    const known = CODINGS.map((name) => `"${opaque}-${name}"`).find((tag) => sent.includes(tag));
    if (known) this.setHeader('ETag', known);
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
