import { expect, it } from 'vitest';
import { animation, flat } from '@/testing/animations';
import { createTestApp } from '@/testing/app';
import { formOf, problem, wireOf } from '@/testing/in-process/wire';
import { pixelAt, pixels } from '@/testing/pictures';

const PATH = '/api/me/avatar';
const FRAMES = [60, 120, 180].map((red) => flat(120, 80, [red, 120, 120]));
const image = new Uint8Array(await animation(FRAMES, { delays: [200, 300, 400] }));
const app = await createTestApp();

async function open() {
  const { auth } = await app.open();
  return async (method: 'PUT' | 'PATCH' | 'GET', body: object = {}, path = PATH) => app.ask(method, path, { headers: auth, ...body });
}

/** The number of the frame that a picture shows. */
async function frameIn(response: Response): Promise<number> {
  const picture = await pixels(new Uint8Array(await response.arrayBuffer()));
  const [red = 0] = pixelAt(picture, picture.width >> 1, picture.height >> 1);
  return Math.round((red - 60) / 60);
}

const pathOf = (url: string) => new URL(url).pathname;

it('the still frame is a field of an upload and of PATCH, and every still address shows it', async () => {
  const ask = await open();
  const saved = await (await ask('PUT', { body: formOf({ image, stillFrame: '2' }) })).json();
  expect(saved).toMatchObject({ animated: true, stillFrame: 2, animationDropped: null });
  for (const path of [pathOf(saved.stillUrl), `/media/${saved.key}/64.png`]) {
    expect(await frameIn(await app.ask('GET', path))).toBe(2);
  }
  const changed = await (await ask('PATCH', { json: { stillFrame: 1 } })).json();
  expect(changed).toMatchObject({ animated: true, stillFrame: 1, crop: saved.crop });
  expect(await frameIn(await app.ask('GET', pathOf(changed.stillUrl)))).toBe(1);
  const reframed = await (await ask('PATCH', { json: { crop: { x: 0, y: 0, width: 50, height: 50 } } })).json();
  expect(reframed).toMatchObject({ stillFrame: 1, crop: { width: 50 } });
  expect(await (await ask('GET', {}, '/api/me/avatars')).json()).toMatchObject([{ stillFrame: 1, animated: true }, {}, { stillFrame: 2 }]);
});

it('an animation is saved as a still picture, and moves again on demand', async () => {
  const ask = await open();
  const saved = await (await ask('PUT', { body: formOf({ image, animate: 'false', stillFrame: '1' }) })).json();
  expect(saved).toMatchObject({ animated: false, animation: 'dropped', animationDropped: 'choice', stillUrl: saved.url });
  expect(await frameIn(await app.ask('GET', pathOf(saved.url)))).toBe(1);
  expect(await (await ask('GET', {}, '/api/me/avatars')).json()).toMatchObject([{ animated: false, animationDropped: 'choice' }]);
  expect(await (await ask('PATCH', { json: { animate: true } })).json()).toMatchObject({ animated: true, animationDropped: null });
});

it('other people see neither choice', async () => {
  const { auth, id } = await app.open();
  await app.ask('PUT', PATH, { headers: auth, body: formOf({ image, animate: 'false', stillFrame: '1' }) });
  expect(await (await app.ask('GET', `/api/users/${id}/avatar`)).json()).toMatchObject({ stillFrame: null, animationDropped: null });
});

it('a preview shows any frame', async () => {
  const ask = await open();
  const { auth } = await app.open();
  expect((await ask('GET')).status).toBe(200);
  const preview = await app.ask('POST', `${PATH}/preview`, { headers: auth, body: formOf({ image, stillFrame: '2' }) });
  expect(await frameIn(preview)).toBe(2);
});

it.each([
  ['a frame that the file lacks', { stillFrame: '3' }],
  ['a negative frame', { stillFrame: '-1' }],
  ['half a frame', { stillFrame: '1.5' }],
  ['no number', { stillFrame: 'last' }],
  ['neither true nor false', { animate: 'maybe' }],
  ['nothing', { animate: '' }],
])('an upload with %s is refused', async (_what, fields) => {
  const ask = await open();
  expect(await wireOf(await ask('PUT', { body: formOf({ image, ...fields }) }))).toMatchObject(problem(400, 'invalid_request'));
});
