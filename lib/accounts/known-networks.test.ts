import { expect, it, vi } from 'vitest';
import { sharedRecords } from '@/testing/memory/records';
import { hex, newPerson } from '@/testing/records';
import { createKnownNetworks } from './known-networks';

const records = sharedRecords();
const SECRET = 'a secret of the test';

it('a network stays known after a restart, for every spelling of the account’s address, and for its whole IPv6 /64', async () => {
  const { email } = await newPerson(records());
  const create = () => createKnownNetworks({ records: records(), secret: SECRET, report: () => expect.unreachable() });
  await create().add(` ${email.toUpperCase()}`, '2001:db8::1');
  const restarted = create();
  expect(await restarted.includes(email, '2001:db8::2')).toBe(true);
  expect(await restarted.includes(email, '2001:db8:0:1::1')).toBe(false);
  expect(await restarted.includes(`${hex(6)}@example.org`, '2001:db8::1')).toBe(false);
});

it('the database stores networks as hashes that do not reveal them', async () => {
  const { email } = await newPerson(records());
  const addNetwork = vi.fn(async () => {});
  await createKnownNetworks({ records: { ...records(), addNetwork }, secret: SECRET, report: () => expect.unreachable() }).add(
    email,
    '192.0.2.1',
  );
  expect(addNetwork).toHaveBeenCalledExactlyOnceWith(email, expect.stringMatching(/^[\w-]{43}$/), expect.any(Date));
});

it('many sign-ins from one network cause one write; a failed write is reported and does not fail the sign-in', async () => {
  const { email } = await newPerson(records());
  const failure = new Error('no database');
  const addNetwork = vi.fn(async () => {}).mockRejectedValueOnce(failure);
  const report = vi.fn();
  const networks = createKnownNetworks({ records: { ...records(), addNetwork }, secret: SECRET, report });
  for (let time = 0; time < 5; time += 1) await networks.add(email, '192.0.2.1');
  expect(report.mock.calls).toEqual([[failure]]);
  expect(addNetwork).toHaveBeenCalledTimes(2);
});
