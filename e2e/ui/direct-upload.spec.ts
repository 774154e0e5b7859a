import { type BlobStandIn, startBlobStandIn } from '@/testing/blob-stand-in';
import { choose, editor, open, resource, saveAndWait } from '../client/editor-page';
import { noise, plain } from '../pictures/files';
import { test as base, expect } from '../server/fixtures';
import { discard, type Server, startServer } from '../server/server';

interface Fixtures {
  /** Requests of `page` to other servers than the store. There must be none. */
  strangers: string[];
}

interface Store {
  standIn: BlobStandIn;
  token: string;
  objects: Map<string, { bytes: Buffer }>;
}

/** A server that keeps its pictures in a store which takes uploads from pages. */
const test = base.extend<Fixtures, { server: Server; store: Store }>({
  store: [
    async ({ browserName: _ }, use) => {
      const standIn = await startBlobStandIn();
      const { token, objects } = standIn.createStore();
      await use({ standIn, token, objects });
      standIn.stop();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ store }, use) => {
      const { token, standIn } = store;
      const server = await startServer({ STORAGE: 'vercel-blob', BLOB_READ_WRITE_TOKEN: token, VERCEL_BLOB_API_URL: standIn.apiUrl });
      await use(server);
      await discard(server);
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  strangers: async ({ page, baseURL, store }, use) => {
    const strangers: string[] = [];
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== baseURL && origin !== store.standIn.apiUrl) strangers.push(request.url());
    });
    await use(strangers);
    expect(strangers, 'requests to other servers').toEqual([]);
  },
});

// In sequence, so that one server is enough.
test.describe.configure({ mode: 'default' });

test.beforeEach(async ({ page, person, store }) => {
  expect(person.id).toBeGreaterThan(0);
  store.standIn.failWith(undefined);
  await open(page);
});

const uploads = ({ objects }: Store) => [...objects.keys()].filter((key) => key.startsWith('uploads/'));

test('a large file goes from the page straight to the store, with progress, and becomes the picture', async ({ page, person, store }) => {
  const file = await noise();
  expect(file.buffer.byteLength).toBeGreaterThan(4_400_000);
  const bodies: { to: string; bytes: number }[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') bodies.push({ to: new URL(request.url()).origin, bytes: request.postDataBuffer()?.byteLength ?? 0 });
  });
  await choose(page, file);
  await editor(page).description.fill('Noise');
  const slow = await page.context().newCDPSession(page);
  await slow.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 2_000_000 });
  await editor(page).save.click();
  await expect(editor(page).progress).toHaveText(/^Uploading \d+ %$/);
  await expect(page.getByRole('progressbar', { name: 'Upload' })).toBeVisible();
  await expect(editor(page).announcement).toContainText('Picture saved');
  expect(bodies.map(({ to }) => to)).toEqual([store.standIn.apiUrl, new URL(page.url()).origin]);
  expect(bodies[1]?.bytes).toBeLessThan(1_000);
  const saved = await resource(page);
  expect([saved.source, saved.alt]).toEqual(['upload', 'Noise']);
  const original = await page.request.get('/api/me/avatar/original', { headers: person.auth });
  expect((await original.body()).equals(file.buffer)).toBe(true);
  expect(original.headers()['content-disposition']).toContain('noise.png');
  expect(uploads(store)).toEqual([]);
});

test('a small file goes to the server, as everywhere', async ({ page, store }) => {
  store.standIn.received.length = 0;
  await choose(page, await plain('green.png', [20, 140, 90]));
  await saveAndWait(page);
  expect(store.standIn.received.filter(({ url = '' }) => url.includes('uploads'))).toEqual([]);
});

test('while the store does not take the file the page says so, keeps the framing, and succeeds later', async ({ page, store }) => {
  await choose(page, await noise());
  await editor(page).zoom.fill('2');
  const before = await resource(page);
  const ofUpload = (method = '', url = '') => method === 'PUT' && url.includes('uploads');
  store.standIn.failWith((response, { method, url }) => ofUpload(method, url) && Boolean(response.writeHead(503).end('{}')));
  await editor(page).save.click();
  await expect(editor(page).alert).toHaveText('The server is busy. Your framing is kept; try again in 10 seconds.');
  store.standIn.failWith((response, { method, url }) => ofUpload(method, url) && Boolean(response.destroy()));
  await editor(page).again.click();
  await expect(editor(page).alert).toHaveText('The server could not be reached. Your framing is kept; check the connection and try again.');
  expect((await resource(page)).key).toBe(before.key);
  store.standIn.failWith(undefined);
  await editor(page).again.click();
  await expect(editor(page).announcement).toContainText('Picture saved');
  expect((await resource(page)).key).not.toBe(before.key);
});

test('an upload that was used meanwhile is sent again', async ({ page, store }) => {
  await choose(page, await noise());
  let refusals = 1;
  await page.route('**/api/me/avatar', async (route) => {
    if (route.request().method() !== 'PUT' || refusals === 0) return route.fallback();
    refusals -= 1;
    await route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, json: { code: 'busy', retryAfterSeconds: 1 } });
  });
  await editor(page).save.click();
  await expect(editor(page).alert).toHaveText('The server is busy. Your framing is kept; try again in 1 second.');
  const [arrived = ''] = uploads(store);
  store.objects.delete(arrived);
  await editor(page).again.click();
  await expect(editor(page).announcement).toContainText('Picture saved');
  expect(arrived).toMatch(/^uploads\/\d+\//);
  expect(uploads(store)).toEqual([]);
});
