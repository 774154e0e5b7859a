import { describe, expect, it } from 'vitest';
import { createIdentity } from './identity';

const identity = createIdentity('a secret of the tests, long enough');
const other = createIdentity('the secret of another installation');
const NOW = Date.UTC(2026, 0, 1);

describe('a proof', () => {
  it('is the same in every process with the secret, and differs with another one', () => {
    const nonce = identity.newNonce();
    expect(createIdentity('a secret of the tests, long enough').proofOf(nonce)).toBe(identity.proofOf(nonce));
    expect(other.proofOf(nonce)).not.toBe(identity.proofOf(nonce));
    expect(identity.proofOf(identity.newNonce())).not.toBe(identity.proofOf(nonce));
  });

  it('is given for nonces alone, so that nothing else is signed', () => {
    for (const text of ['', 'x', '0'.repeat(31), '0'.repeat(33), `${'0'.repeat(31)}G`, `1767225900000.${'0'.repeat(32)}`])
      expect(identity.proofOf(text)).toBeNull();
  });
});

describe('a permit', () => {
  it('lasts for five minutes', () => {
    const permit = identity.newPermit(NOW);
    expect([0, 299_999, 300_000].map((after) => identity.admits(permit, NOW + after))).toEqual([true, true, false]);
  });

  it('of another installation, or one that was changed, is refused', () => {
    const permit = identity.newPermit(NOW);
    expect(other.admits(permit, NOW)).toBe(false);
    const [expires = '', random = '', mac = ''] = permit.split('.');
    const changed = [`${Number(expires) + 1}.${random}.${mac}`, `${expires}.${'0'.repeat(32)}.${mac}`, `${expires}.${random}`, '', 'null'];
    expect(changed.map((text) => identity.admits(text, NOW))).toEqual([false, false, false, false, false]);
  });

  it('is not the proof of any nonce', () => {
    const claims = identity.newPermit(NOW).split('.').slice(0, 2).join('.');
    expect(identity.admits(`${claims}.${identity.proofOf(claims.slice(-32))}`, NOW)).toBe(false);
  });
});
