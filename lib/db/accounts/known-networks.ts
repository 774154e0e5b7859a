import { MAX_KNOWN_NETWORKS } from '@/lib/accounts/limits';
import type { NetworkRecords } from '@/lib/accounts/ports';
import type { Db } from '../client';

export function knownNetworkRecords(db: Db): NetworkRecords {
  return {
    async isKnownNetwork(email, network) {
      const row = await db.knownNetwork.findFirst({
        where: { hash: network, user: { addresses: { some: { email } } } },
        select: { userId: true },
      });
      return row !== null;
    },
    knownNetworksOf: (userId) => db.knownNetwork.findMany({ where: { userId }, orderBy: { seenAt: 'desc' }, select: { seenAt: true } }),
    async addNetwork(email, network, when) {
      const address = await db.emailAddress.findUnique({ where: { email }, select: { userId: true } });
      if (!address) return;
      const { userId } = address;
      const key = { userId, hash: network };
      await db.knownNetwork.upsert({ where: { userId_hash: key }, create: { ...key, seenAt: when }, update: { seenAt: when } });
      const old = await db.knownNetwork.findMany({
        where: { userId },
        orderBy: { seenAt: 'desc' },
        skip: MAX_KNOWN_NETWORKS,
        select: { hash: true },
      });
      if (old.length > 0) await db.knownNetwork.deleteMany({ where: { userId, hash: { in: old.map(({ hash }) => hash) } } });
    },
  };
}
