import type { DoctorDependencies } from './compose-examination';
import type { Doctor } from './health/doctor/doctor';
import { startDiskHistory } from './health/doctor/drivers/disk-history';
import { createIdentity } from './health/doctor/identity';
import { freeBytesOf } from './storage/disk-space';

/** Loads the checks, and the HTTP client of some, with the first examination. */
export function composeDoctor(dependencies: DoctorDependencies): Doctor & { close(): void } {
  const { env, secret } = dependencies;
  const identity = createIdentity(secret);
  // Functions have no disk.
  const disk = env.functions ? undefined : startDiskHistory(() => freeBytesOf(env.dataDir));
  let loaded: Promise<Doctor['examine']> | undefined;
  return {
    proofOf: identity.proofOf,
    admits: (permit) => identity.admits(permit),
    async examine(sender) {
      loaded ??= import('./compose-examination').then(({ composeExamination }) => composeExamination({ ...dependencies, identity, disk }));
      return (await loaded)(sender);
    },
    close: () => disk?.close(),
  };
}
