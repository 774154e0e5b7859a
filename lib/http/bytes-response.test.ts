import { expect, it } from 'vitest';
import { BytesResponse } from './bytes-response';

const BYTES = new Uint8Array([1, 2, 3]);
const HEADERS = { 'Content-Type': 'image/png', ETag: '"a"' };
const picture = () => new BytesResponse(BYTES, { status: 206, headers: HEADERS });

it('keeps its bytes, not a copy of them', () => {
  expect(picture().content).toBe(BYTES);
});

it.each([204, 205, 304])('refuses the status %i, as Response does: it has no body', (status) => {
  expect(() => new Response(BYTES, { status })).toThrow(TypeError);
  expect(() => new BytesResponse(BYTES, { status })).toThrow(TypeError);
});

it('can be read in every way in which a Response can', async () => {
  expect(new Uint8Array(await picture().arrayBuffer())).toEqual(BYTES);
  expect(await picture().bytes()).toEqual(BYTES);
  expect(await picture().blob()).toMatchObject({ size: 3, type: 'image/png' });
  expect(await new Response(picture().body).arrayBuffer()).toEqual(BYTES.buffer);
  const text = () =>
    new BytesResponse(new TextEncoder().encode('a=1'), { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
  expect(await text().text()).toBe('a=1');
  expect((await text().formData()).get('a')).toBe('1');
});

it('can be read once, or cloned before', async () => {
  const response = picture();
  response.headers.set('X-Request-Id', '1');
  const copy = response.clone();
  expect(response.bodyUsed).toBe(false);
  await response.text();
  expect(response.bodyUsed).toBe(true);
  await expect(response.text()).rejects.toThrow(TypeError);
  expect([copy.status, copy.headers.get('x-request-id'), await copy.arrayBuffer()]).toEqual([206, '1', BYTES.buffer]);
});

it('sends JSON with the headers of Response.json', async () => {
  const sent: Record<string, string>[] = [{}, { 'Cache-Control': 'no-store' }, { 'Content-Type': 'application/problem+json' }];
  for (const headers of sent) {
    const init = { status: 201, headers };
    const [ours, theirs] = [BytesResponse.json({ name: 'Zoë' }, init), Response.json({ name: 'Zoë' }, init)];
    expect([ours.status, ...ours.headers, await ours.json()]).toEqual([theirs.status, ...theirs.headers, await theirs.json()]);
  }
});
