import { describe, expect, it } from 'vitest';
import type { Principal } from '@/lib/accounts/ports';
import type { AvatarState } from '@/lib/avatars/ports';
import type { Context } from '@/lib/http/endpoint';
import { bodyless } from '@/testing/requests';
import { settled } from './preconditions';
import { changeOf } from './upload';

const principal: Principal = { userId: 1, role: 'member', scopes: ['avatar:read', 'avatar:write'], via: 'api-key' };

/** The version that a change is bound to, or the code of the error. */
async function versionFor(headers: Record<string, string>, state: { version: number; source: AvatarState['source'] }) {
  const person = {
    id: 1,
    email: 'ada@example.org',
    name: 'Ada',
    publicName: null,
    language: null,
    timeZone: null,
    role: 'member' as const,
    createdAt: new Date(0),
    disabledAt: null,
  };
  const stateOf = async (): Promise<AvatarState> => ({ person, avatar: null, generatedKey: '0'.repeat(40), ...state });
  try {
    const change = changeOf(bodyless(headers, 'PATCH'), { principal } as Context<Principal>);
    return (await settled(change, { avatars: { stateOf } })).expectedVersion;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const REFUSED = 'precondition_failed';

describe('a change of version 2', () => {
  it.each([
    [{}, undefined],
    [{ 'if-match': '*' }, 2],
    [{ 'if-match': '"a1v2"' }, 2],
    [{ 'if-match': '"a1v1", "a1v2", "a1v3"' }, 2],
    [{ 'if-match': '"a1v2-gzip"' }, 2],
    [{ 'if-match': '"a1v1"' }, REFUSED],
    [{ 'if-match': 'W/"a1v2"' }, REFUSED],
    [{ 'if-match': '"a2v2"' }, REFUSED],
    [{ 'if-match': 'nonsense' }, REFUSED],
    [{ 'if-none-match': '*' }, REFUSED],
    [{ 'if-none-match': '"a1v2"' }, REFUSED],
    [{ 'if-none-match': 'W/"a1v2"' }, REFUSED],
    [{ 'if-none-match': '"a1v1", "a1v2-br"' }, REFUSED],
    [{ 'if-none-match': '"a1v1"' }, 2],
    [{ 'if-match': '"a1v2"', 'if-none-match': '"a1v2"' }, REFUSED],
  ] as [Record<string, string>, unknown][])('with %j: %s', async (headers, expected) => {
    expect(await versionFor(headers, { version: 2, source: 'upload' })).toBe(expected);
  });

  it('with If-None-Match: * is allowed only if the person has no picture', async () => {
    expect(await versionFor({ 'if-none-match': '*' }, { version: 2, source: 'none' })).toBe(2);
    expect(await versionFor({ 'if-none-match': '*' }, { version: 2, source: 'gravatar' })).toBe(REFUSED);
  });
});
