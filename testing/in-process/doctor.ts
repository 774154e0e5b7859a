import type { Doctor, SeenSender } from '@/lib/health/doctor/doctor';
import { ok } from '@/lib/health/doctor/finding';
import { createIdentity, type Identity } from '@/lib/health/doctor/identity';
import { observation } from '@/lib/health/doctor/texts';

/** A doctor that finds nothing wrong, and records who asked. Its identity is that of a server with this secret. */
export interface FakeDoctor extends Doctor {
  identity: Identity;
  asked: SeenSender[];
}

export function fakeDoctor(secret: string): FakeDoctor {
  const identity = createIdentity(secret);
  const asked: SeenSender[] = [];
  return {
    identity,
    asked,
    proofOf: identity.proofOf,
    admits: (permit) => identity.admits(permit),
    async examine(sender) {
      asked.push(sender);
      return [{ id: 'database', title: 'Database', ...ok(observation('database_works')) }];
    },
  };
}
