import sharp from 'sharp';
import { expect, test } from '../server/upload-fixtures';

const PATH = '/api/me/avatar';

const told = () =>
  sharp({ create: { width: 300, height: 200, channels: 3, background: 'teal' } })
    .withExif({
      IFD0: { Make: 'Apple', Model: 'iPhone 13', Artist: 'Ada Lovelace' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 22/1 12/1' },
    })
    .jpeg()
    .toBuffer();

const REPORT = [
  { kind: 'location', values: ['52.50000, 13.37000'] },
  { kind: 'device', values: ['Apple', 'iPhone 13'] },
  { kind: 'names', values: ['Ada Lovelace'] },
];

test(`PUT ${PATH} – the response lists the removed metadata, and no later response repeats it`, { tag: '@main' }, async ({
  server,
  person,
}) => {
  const headers = { ...person.auth, 'Idempotency-Key': 'once' };
  const put = async () => fetch(server.baseURL + PATH, { method: 'PUT', headers, body: new Uint8Array(await told()) });
  const first = await (await put()).json();
  expect(first.removed).toEqual(REPORT);
  const { removed: _, ...rest } = first;
  const again = await put();
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await again.json()).toEqual(rest);
  for (const path of [PATH, '/api/me', '/api/me/avatars', `/api/users/${person.id}/avatar`]) {
    expect(await (await fetch(server.baseURL + path, { headers: person.auth })).text()).not.toMatch(/52\.5|iPhone|Lovelace"\]|removed/);
  }
});
