import { MAX_KNOWN_NETWORKS } from '@/lib/accounts/limits';
import type { NetworkRecords } from '@/lib/accounts/ports';
import { addressRow } from './addresses';
import { compositeKey, stored, type Tables } from './tables';

export function knownNetworkRecords(tables: Tables): NetworkRecords {
  const { people, networks } = tables;
  const personOf = (email: string) => people.get(addressRow(tables, email, 'any')?.userId ?? 0);
  return {
    async isKnownNetwork(email, network) {
      const person = personOf(email);
      return person !== undefined && networks.has(compositeKey(person.id, stored(network)));
    },
    async knownNetworksOf(id) {
      const own = [...networks.values()].filter(({ userId }) => userId === id).map(({ seenAt }) => ({ seenAt }));
      return stored(own.sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime()));
    },
    async addNetwork(email, network, when) {
      const person = personOf(email);
      if (!person) return;
      const row = stored({ userId: person.id, network, seenAt: when });
      networks.set(compositeKey(person.id, network), row);
      const newestFirst = [...networks.values()]
        .filter(({ userId }) => userId === person.id)
        .sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime());
      for (const old of newestFirst.slice(MAX_KNOWN_NETWORKS)) networks.delete(compositeKey(person.id, old.network));
    },
  };
}
