import { bearer, signIn } from '../client/cloudreve';
import { FIVE_THEN_REFUSED, guess, guesses } from '../client/guesses';
import { openAccount } from '../client/people';
import { OPEN } from '../client/ulule';
import { oldPicture } from '../pictures/one-colour';
import { test } from '../server/limited-fixtures';
import { withServer } from '../server/own-server';
import { expect } from '../server/upload-fixtures';

test('TRUST_PROXY=1 – wrong credentials are counted by the address that the proxy names; right ones go on', { tag: '@main' }, async ({
  server,
  newPerson,
  from,
}) => {
  const owner = await newPerson();
  // The client wrote the addresses before the last one.
  const saying = (index: number) => ({ 'X-Forwarded-For': `198.51.100.${index}, ${from(2)['X-Forwarded-For']}` });
  expect(await guesses(server, 7, () => from(1))).toEqual(FIVE_THEN_REFUSED);
  expect(await guess(server, from(2))).toBe(401);
  expect(await guesses(server, 4, saying)).toEqual([401, 401, 401, 401]);
  expect(await guess(server, saying(9))).toBe(429);

  const behind = { ...owner.auth, ...from(1) };
  expect((await fetch(`${server.baseURL}/v1/me`, { headers: behind })).status).toBe(200);
  const put = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: behind, body: await oldPicture() });
  expect(put.status).toBe(200);
  const { url } = await put.json();
  for (let picture = 0; picture < 10; picture += 1) {
    for (const address of [url, `${server.baseURL}/u/${owner.id}/avatar`, `${server.baseURL}/v1/users/${owner.id}`]) {
      expect((await fetch(address, { headers: { ...from(1), ...OPEN } })).status).toBe(200);
    }
  }
});

test('without TRUST_PROXY – neither X-Forwarded-For nor x-client-address makes another address', { tag: '@server' }, async () => {
  await withServer({ RATE_LIMIT_IP_PER_MINUTE: '5' }, async (server) => {
    const pretending = (index: number) => ({ 'X-Forwarded-For': `203.0.113.${index}`, 'X-Client-Address': `198.51.100.${index}` });
    const { id, refresh } = await signIn(server, await openAccount(server.baseURL));
    // Another part of the server answers for pictures; these are the only credentials that are refused there.
    const picture = async (index: number) => {
      const response = await fetch(`${server.baseURL}/user/avatar/${id}`, { headers: { ...bearer(refresh), ...pretending(index) } });
      return (await response.json()).code;
    };
    expect(await picture(0)).toBe(40020);
    const statuses = await guesses(server, 7, pretending);
    expect([statuses.at(0), statuses.at(-1)]).toEqual([401, 429]);
    expect(await picture(8)).toBe(429);
  });
});

test('TRUST_PROXY=1 – an address counts once, whatever its port and however it is written', async ({ server, from }) => {
  const { 'X-Forwarded-For': address } = from(1);
  const ported = (index: number) => ({ 'X-Forwarded-For': `198.51.100.${index}, ${address}:${1000 + index}` });
  expect(await guesses(server, 7, ported)).toEqual(FIVE_THEN_REFUSED);
  const network = `2001:db8:${(address ?? '').split('.')[2]}`;
  const bracketed = (index: number) => ({ 'X-Forwarded-For': [`[${network}::${index}]:443`, `"[${network}::${index}]"`][index % 2] ?? '' });
  expect(await guesses(server, 7, bracketed)).toEqual(FIVE_THEN_REFUSED);
});
