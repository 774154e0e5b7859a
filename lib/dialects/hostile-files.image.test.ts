import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHeicThread } from '@/lib/decoders/heic';
import { FORMATS } from '@/lib/imaging/media-types';
import { createTestApp, type TestPerson } from '@/testing/app';
import { STRANGERS, WHOLE } from '@/testing/grainy-files';
import { expectOldPicture, openOwner } from '@/testing/in-process/pictures';

const thread = createHeicThread();
const app = await createTestApp({ heic: thread.decode });
afterAll(() => thread.close());

let owner: TestPerson;
beforeAll(async () => {
  owner = await openOwner(app);
});

/** Sends a file, and expects a problem with these members and the old picture. */
async function expectRefused(name: string, body: BodyInit, problem: { status: number; code: string; found?: string }): Promise<void> {
  const response = await app.ask('PUT', '/api/me/avatar', { headers: owner.auth, body });
  expect({ name, status: response.status, ...(await response.json()) }).toMatchObject({ name, ...problem });
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  await expectOldPicture(app, owner);
}

it.each(Object.entries(STRANGERS))('%s, under the name and type of every format → 415 unsupported_format', async (found, content) => {
  const refusal = { status: 415, code: 'unsupported_format', found };
  for (const { extensions, mime } of Object.values(FORMATS)) {
    const body = new FormData();
    body.append('image', new Blob([content], { type: mime }), `me${extensions[0]}`);
    await expectRefused(`${found} as ${mime}`, body, refusal);
  }
  await expectRefused(`${found} as it is`, content, refusal);
});

it.each(Object.entries(WHOLE))('%s, cut off at 10, 50 and 90 percent → 422 corrupt_image', async (kind, whole) => {
  const bytes = await whole();
  for (const share of [0.1, 0.5, 0.9]) {
    const start = new Uint8Array(bytes.subarray(0, Math.floor(bytes.byteLength * share)));
    await expectRefused(`${kind}, ${share * 100} %`, start, { status: 422, code: 'corrupt_image' });
  }
});
