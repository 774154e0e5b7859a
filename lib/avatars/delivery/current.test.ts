import { expect, it } from 'vitest';
import type { AvatarState } from '../ports';
import { createCurrent } from './current';

/** A picture that has another version at each read. */
function replacedEachTime() {
  let version = 0;
  const stateOf = async (id: number): Promise<AvatarState> => {
    version += 1;
    const person = {
      id,
      email: 'ada@example.org',
      name: 'Ada',
      publicName: null,
      language: null,
      timeZone: null,
      role: 'member' as const,
      createdAt: new Date(0),
      disabledAt: null,
    };
    return { person, source: 'none', version, avatar: null, generatedKey: `key ${version}` };
  };
  return createCurrent(stateOf);
}

it('a picture that is still there is read once', async () => {
  const { current } = replacedEachTime();
  expect(await current(7, async ({ person, generatedKey }) => `${person.id}: ${generatedKey}`)).toBe('7: key 1');
});

it('a picture that is replaced twice while it is read is shown as its third version', async () => {
  const { current } = replacedEachTime();
  expect(await current(7, async ({ version }) => (version < 3 ? undefined : version))).toBe(3);
});

it('a picture that is replaced each time it is read is busy for a second', async () => {
  const { current } = replacedEachTime();
  const seen: number[] = [];
  const shown = current(7, async ({ version }) => {
    seen.push(version);
    return undefined;
  });
  await expect(shown).rejects.toMatchObject({
    code: 'busy',
    message: 'The picture is being changed. Try again in 1 second.',
    details: { retryAfterSeconds: 1 },
  });
  expect(seen).toEqual([1, 2, 3]);
});

it('a response of null is not asked for again', async () => {
  const { current } = replacedEachTime();
  expect(await current(7, async () => null)).toBeNull();
});
