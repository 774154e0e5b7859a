import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { DiskSpace } from '@/lib/avatars/ports';
import { canonicalEmail } from './email';
import { networkOf } from './network';
import type { KnownNetworks, NetworkRecords, PeopleRecords } from './ports';

/** Time between two writes for the same network: programs send the password with each read. */
const WRITE_EVERY_MS = 24 * 60 * 60 * 1000;

/** Pairs of account and network already written: some 2 MB. */
const WRITTEN_PAIRS = 10_000;

/** Stores networks as keyed hashes (HMAC), so that the database does not reveal where people live. */
export function createKnownNetworks(parts: {
  records: NetworkRecords & Pick<PeopleRecords, 'personByEmail'>;
  secret: string;
  report: (error: unknown) => void;
  diskSpace?: Pick<DiskSpace, 'isLow'>;
}): KnownNetworks {
  const { records, secret, report, diskSpace } = parts;
  const written = new LRUCache<string, true>({ maxSize: WRITTEN_PAIRS, sizeCalculation: () => 1, ttl: WRITE_EVERY_MS });
  const hashNetwork = (address: string) =>
    createHmac('sha256', secret)
      .update(`network ${networkOf(address)}`)
      .digest('base64url');
  const pairOf = (email: string, network: string) => `${canonicalEmail(email)} ${network}`;
  return {
    personOf: async (email) => (await records.personByEmail(canonicalEmail(email), 'any'))?.id ?? null,
    async includes(email, address) {
      const network = hashNetwork(address);
      return written.has(pairOf(email, network)) || records.isKnownNetwork(canonicalEmail(email), network);
    },
    async add(email, address) {
      const network = hashNetwork(address);
      const pair = pairOf(email, network);
      // On a full disk sign-ins go on without recording the network.
      if (written.has(pair) || (await diskSpace?.isLow())) return;
      try {
        await records.addNetwork(canonicalEmail(email), network, new Date());
        written.set(pair, true);
      } catch (error) {
        // A failed write must not fail the sign-in.
        report(error);
      }
    },
  };
}
