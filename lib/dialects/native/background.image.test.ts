import { expect, it } from 'vitest';
import { sharp } from '@/lib/imaging/sharp';
import { createTestApp } from '@/testing/app';
import { type Colour, expectColour } from '@/testing/in-process/pictures';
import { formOf } from '@/testing/in-process/wire';
import { plain } from '@/testing/pictures';

const PATH = '/api/me/avatar';

it('JPEG shows the chosen background behind transparent pixels, and the other formats stay transparent', async () => {
  const app = await createTestApp();
  const { auth } = await app.open();
  const clear = new Uint8Array(await plain(9, 9, [0, 0, 0, 0]));
  const expectBackground = async (avatar: { key: string; background: string }, background: string, colour: Colour) => {
    expect(avatar.background).toBe(background);
    await expectColour(app, `/media/${avatar.key}/64.jpg`, colour);
    const png = await (await app.ask('GET', `/media/${avatar.key}/64.png`)).arrayBuffer();
    expect((await sharp(Buffer.from(png)).stats()).isOpaque).toBe(false);
  };
  const put = (fields: Record<string, string>) => app.ask('PUT', PATH, { headers: auth, body: formOf({ image: clear, ...fields }) });

  await expectBackground(await (await put({})).json(), '#ffffff', [255, 255, 255]);
  const chosen = await (await put({ background: '#20A040' })).json();
  await expectBackground(chosen, '#20a040', [32, 160, 64]);
  const changed = await (await app.ask('PATCH', PATH, { headers: auth, json: { background: '#102030' } })).json();
  await expectBackground(changed, '#102030', [16, 32, 48]);
  expect(changed.crop).toEqual(chosen.crop);
  const wrong = await put({ background: 'red' });
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({
    code: 'invalid_request',
    fields: { background: 'Expected a colour such as #ffffff, blur or transparent, got red.' },
  });
  expect((await (await app.ask('GET', PATH, { headers: auth })).json()).key).toBe(changed.key);
});
