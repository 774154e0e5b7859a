import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** Request and response header of `GET /api/health/live` by which the doctor recognizes this installation. */
export const NONCE_HEADER = 'x-doctor-nonce';
export const PROOF_HEADER = 'x-doctor-proof';

/** Request header of the probe upload. */
export const PERMIT_HEADER = 'x-doctor-permit';

/** Lifetime of a permit in milliseconds. It covers clocks of processes that differ. */
const PERMIT_MS = 5 * 60 * 1000;

const NONCE = /^[0-9a-f]{32}$/;
const PERMIT = /^(?<claims>(?<expires>\d{13})\.[0-9a-f]{32})\.(?<mac>[\w-]{43})$/;

/** Proves that two processes have the same secret, without telling it. */
export interface Identity {
  newNonce(): string;
  /** @returns null if the nonce is malformed */
  proofOf(nonce: string): string | null;
  /** Permits one process to send probe uploads to another. */
  newPermit(now?: number): string;
  /** Whether a process with the same secret created the permit, a short time ago. */
  admits(permit: string, now?: number): boolean;
}

export function createIdentity(secret: string): Identity {
  // A key of its own: no proof can pass for another token that the secret signs.
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'likeness doctor', 32));
  const mac = (purpose: 'proof' | 'permit', text: string) => createHmac('sha256', key).update(`${purpose} ${text}`).digest('base64url');
  return {
    newNonce: () => randomBytes(16).toString('hex'),
    proofOf: (nonce) => (NONCE.test(nonce) ? mac('proof', nonce) : null),
    newPermit(now = Date.now()) {
      const claims = `${now + PERMIT_MS}.${randomBytes(16).toString('hex')}`;
      return `${claims}.${mac('permit', claims)}`;
    },
    admits(permit, now = Date.now()) {
      const { claims, expires, mac: given } = PERMIT.exec(permit)?.groups ?? {};
      if (claims === undefined || given === undefined) return false;
      return timingSafeEqual(Buffer.from(given), Buffer.from(mac('permit', claims))) && Number(expires) > now;
    },
  };
}
