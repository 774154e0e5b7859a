import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { DiskSpace } from '@/lib/avatars/ports';
import { canonicalEmail } from './email';
import { networkOf } from './network';
import type { KnownNetworks, NetworkRecords } from './ports';

/** Sign-ins from one place are written once in this time: programs send the password with each read. */
const WRITE_EVERY_MS = 24 * 60 * 60 * 1000;

/** Pairs of account and network that are known to be written: some 2 MB. */
const WRITTEN_PAIRS = 10_000;

/** Networks are kept as keyed hashes: the database does not say where people live. */
export function createKnownNetworks(parts: {
  records: NetworkRecords;
  secret: string;
  report: (error: unknown) => void;
  diskSpace?: Pick<DiskSpace, 'isLow'>;
}): KnownNetworks {
  const { records, secret, report, diskSpace } = parts;
  const written = new LRUCache<string, true>({ max: WRITTEN_PAIRS, ttl: WRITE_EVERY_MS });
  const hashOf = (address: string) =>
    createHmac('sha256', secret)
      .update(`network ${networkOf(address)}`)
      .digest('base64url');
  const pairOf = (email: string, network: string) => `${canonicalEmail(email)} ${network}`;
  return {
    async includes(email, address) {
      const network = hashOf(address);
      return written.has(pairOf(email, network)) || records.isKnownNetwork(canonicalEmail(email), network);
    },
    async add(email, address) {
      const network = hashOf(address);
      const pair = pairOf(email, network);
      // Signing in goes on while the disk is full, without this.
      if (written.has(pair) || (await diskSpace?.isLow())) return;
      try {
        await records.addNetwork(canonicalEmail(email), network, new Date());
        written.set(pair, true);
      } catch (error) {
        // The person is signed in all the same.
        report(error);
      }
    },
  };
}
