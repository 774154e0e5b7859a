import { ServerResponse } from 'node:http';
import { limitBufferedBytes } from './slow-readers.mjs';

/** Request headers that only pages of Next.js vary by. */
const PAGE_HEADERS = /^(rsc|next-.*)$/;

/** A strong ETag identifies bytes (RFC 9110 section 8.8.3), so a compressed body needs another one than the plain body. */
const STRONG = /^"([^"]*)"$/;

/**
 * The response class of the server.
 *
 * Next.js adds its page headers to `Vary` of every route, so that caches would keep a copy of a picture per page that shows it. This class
 * removes them from responses of `serve`, which all have a request id. It adds `pageHeaders`, a function of the status, to all others, and
 * bounds the bytes that clients have not read (`server/slow-readers.mjs`).
 */
export class AppResponse extends ServerResponse {
  writeHead(...args) {
    this.#tagCoding();
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

  /** Adds the content coding to the ETag. `lib/http/conditional.ts` removes it from conditional requests. */
  #tagCoding() {
    const [, opaque] = STRONG.exec(String(this.getHeader('ETag'))) ?? [];
    if (opaque === undefined) return;
    const coding = this.getHeader('Content-Encoding');
    if (coding) this.setHeader('ETag', `"${opaque}-${coding}"`);
  }

  write(...args) {
    const acceptsMore = super.write(...args);
    limitBufferedBytes(this);
    return acceptsMore;
  }

  end(...args) {
    super.end(...args);
    limitBufferedBytes(this);
    return this;
  }
}
