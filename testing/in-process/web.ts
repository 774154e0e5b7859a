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

/** The verdict of a check, as the command line shows it. */
export async function verdictOf(check: Check): Promise<Pick<Verdict, 'level' | 'detail' | 'advice'>> {
  const { level, detail, advice } = await check.run(AbortSignal.timeout(CHECK_MS));
  return { level, detail, advice };
}
