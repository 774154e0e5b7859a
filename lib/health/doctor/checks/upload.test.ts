import { expect, it } from 'vitest';
import { fakeWeb, verdictOf } from '@/testing/in-process/web';
import { createIdentity, PERMIT_HEADER } from '../identity';
import type { WebFailure, WebResponse } from '../web';
import { uploadCheck } from './upload';

const BYTES = 25 * 1024 * 1024;
const RAISE = 'Let the proxy take bodies of at least 25 MB, such as by client_max_body_size in nginx, or lower MAX_UPLOAD_BYTES.';
const SOLVE_FIRST = 'Solve the finding about BASE_URL first, then check again.';
const identity = createIdentity('a secret of the tests, long enough');

const found = (answer: Partial<WebResponse> | WebFailure, of: typeof identity | null = identity) =>
  verdictOf(uploadCheck({ web: fakeWeb(() => answer), identity: of, bytes: BYTES }));

it('an upload of the largest size that arrives whole is fine', async () => {
  const web = fakeWeb(() => ({ text: `{"bytes":${BYTES}}` }));
  expect(await verdictOf(uploadCheck({ web, identity, bytes: BYTES }))).toMatchObject({
    level: 'ok',
    detail: 'An upload of 25 MB arrives whole.',
  });
  expect(web.asked).toEqual([{ path: '/api/doctor/upload', headers: { [PERMIT_HEADER]: expect.any(String) }, upload: { bytes: BYTES } }]);
  expect(identity.admits(web.asked[0]?.headers?.[PERMIT_HEADER] ?? '')).toBe(true);
});

it('a proxy that refuses the size, or ends the connection, is a problem', async () => {
  expect(await found({ status: 413, text: '<html>' })).toEqual({
    level: 'problem',
    detail: 'The proxy refuses an upload of 25 MB (status 413).',
    advice: RAISE,
  });
  expect(await found('closed')).toEqual({
    level: 'problem',
    detail: 'The connection was closed during an upload of 25 MB.',
    advice: RAISE,
  });
});

it.each<[string, Partial<WebResponse>]>([
  ['another number of bytes', { text: '{"bytes":1}' }],
  ['another page', { text: '<html>Welcome</html>' }],
  ['no object', { text: 'null' }],
])('an answer with %s is a problem', async (_case, answer) => {
  expect(await found(answer)).toEqual({
    level: 'problem',
    detail: 'An upload of 25 MB does not arrive (status 200).',
    advice: SOLVE_FIRST,
  });
});

it('a server that is busy is asked again later', async () => {
  for (const status of [429, 503])
    expect(await found({ status })).toEqual({
      level: 'warning',
      detail: `An upload of 25 MB was not taken at this moment (status ${status}).`,
      advice: 'Check again in a minute.',
    });
});

it('an address without an answer is left to the finding about it', async () => {
  expect(await found('refused')).toEqual({
    level: 'warning',
    detail: 'This was not checked. BASE_URL is not answered: the connection is refused.',
    advice: SOLVE_FIRST,
  });
});

it('before the first start nothing is sent', async () => {
  expect(await found('refused', null)).toMatchObject({ level: 'warning', detail: 'Not checked, since there is no secret yet.' });
});
