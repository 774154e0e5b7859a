import { CHECK_MS, type Check, type Verdict } from '@/lib/health/doctor/finding';
import { type Web, WebError, type WebFailure, type WebRequest, type WebResponse } from '@/lib/health/doctor/web';

/** A public address that answers as told. A failure instead of a response is thrown. */
export function fakeWeb(respond: (request: WebRequest) => Partial<WebResponse> | WebFailure): Web & { asked: WebRequest[] } {
  const asked: WebRequest[] = [];
  return {
    asked,
    async request(request) {
      asked.push(request);
      const response = respond(request);
      if (typeof response === 'string') throw new WebError(response);
      return { status: 200, headers: {}, text: '', ...response };
    },
  };
}

/** Findings of a check. */
export const verdictOf = (check: Check): Promise<Verdict> => check.run(AbortSignal.timeout(CHECK_MS));
