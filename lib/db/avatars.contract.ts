import { describe, expect, it } from 'vitest';
import { hex, newAvatar, newPerson, type Records } from '@/testing/records';

const UNKNOWN_ID = 2_000_000_000;

/** The contract of the records of pictures. */
export function avatarRecordsContract(records: () => Records): void {
  const state = async (userId: number) => {
    const found = await records().stateOf(userId);
    if (!found) throw new Error(`There is no person ${userId}`);
    return found;
  };
  const saved = async (userId: number, fields = {}) => {
    const { avatar } = await records().save(userId, newAvatar(fields));
    if (!avatar) throw new Error('Nothing was saved');
    return avatar;
  };

  describe('the current picture', () => {
    it('is the generated avatar at first, in version 1', async () => {
      const { id, email, generatedKey } = await newPerson(records());
      const person = expect.objectContaining({ id, email, name: 'Ada' });
      expect(await state(id)).toEqual({ person, source: 'none', version: 1, avatar: null, generatedKey });
      expect(JSON.stringify(await state(id))).not.toContain('a hash');
    });

    it.each([
      ['with all its fields', {}],
      ['mirrored, beyond the picture', { crop: { x: -9600, y: -300, width: 19_200, height: 19_200, rotate: 0, flip: true } }],
      ['with a blurred background', { background: 'blur' }],
    ])('is the saved one, %s, in the next version', async (_what, fields) => {
      const { id } = await newPerson(records());
      const avatar = newAvatar(fields);
      const after = await records().save(id, avatar);
      expect(after).toMatchObject({ source: 'upload', version: 2 });
      expect(after.avatar).toEqual({ ...avatar, id: expect.any(Number), userId: id, createdAt: expect.any(Date), removedAt: null });
      expect(await state(id)).toEqual(after);
    });

    it('is the generated avatar after pointing at none, and an earlier picture after pointing at it', async () => {
      const { id } = await newPerson(records());
      const [first, second] = [await saved(id), await saved(id)];
      expect(await records().point(id, first.id)).toMatchObject({ source: 'upload', version: 4, avatar: { id: first.id, key: first.key } });
      expect(await records().point(id, null)).toMatchObject({ source: 'none', version: 5, avatar: null });
      expect(await records().point(id, second.id)).toMatchObject({ source: 'upload', version: 6, avatar: { id: second.id } });
    });

    it('is never another person’s, a removed one, or one that does not exist', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const [old, hers] = [await saved(ada.id), await saved(eve.id)];
      await saved(ada.id);
      await records().markRemoved([old.id]);
      const before = await state(ada.id);
      for (const id of [hers.id, old.id, UNKNOWN_ID])
        await expect(records().point(ada.id, id)).rejects.toMatchObject({ code: 'not_found' });
      expect(await state(ada.id)).toEqual(before);
    });

    it('can get another description and stays the same picture', async () => {
      const { id } = await newPerson(records());
      const { key } = await saved(id);
      expect(await records().describe(id, 'Ada, frowning')).toMatchObject({ version: 3, avatar: { key, alt: 'Ada, frowning' } });
      await records().point(id, null);
      await expect(records().describe(id, 'nobody')).rejects.toMatchObject({ code: 'no_picture' });
      expect(await state(id)).toMatchObject({ version: 4 });
    });

    it('does not exist for an unknown person', async () => {
      expect(await records().stateOf(UNKNOWN_ID)).toBeNull();
      await expect(records().save(UNKNOWN_ID, newAvatar())).rejects.toMatchObject({ code: 'not_found' });
      await expect(records().point(UNKNOWN_ID, null)).rejects.toMatchObject({ code: 'not_found' });
      await expect(records().describe(UNKNOWN_ID, 'x')).rejects.toMatchObject({ code: 'not_found' });
    });

    it('is listed for each person, oldest first, up to a limit', async () => {
      const { id } = await newPerson(records());
      const states = await records().states(1_000_000);
      const ids = states.map(({ person }) => person.id);
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
      expect(states.find(({ person }) => person.id === id)).toEqual(await records().stateOf(id));
      expect(await records().states(1)).toMatchObject([{ person: { id: ids[0] } }]);
    });
  });

  describe('a change of an outdated version', () => {
    it('is refused and changes nothing', async () => {
      const { id } = await newPerson(records());
      const first = await saved(id);
      const before = await state(id);
      const refused = { code: 'precondition_failed' };
      for (const version of [1, 3]) {
        await expect(records().save(id, newAvatar(), version)).rejects.toMatchObject(refused);
        await expect(records().point(id, null, version)).rejects.toMatchObject(refused);
        await expect(records().describe(id, 'other', version)).rejects.toMatchObject(refused);
      }
      expect(await state(id)).toEqual(before);
      expect(await records().history(id)).toEqual([first]);
      expect(await records().save(id, newAvatar(), 2)).toMatchObject({ version: 3 });
    });

    it('succeeds for only one of two concurrent changes of the same version', async () => {
      const { id } = await newPerson(records());
      const outcomes = await Promise.allSettled([records().save(id, newAvatar(), 1), records().save(id, newAvatar(), 1)]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await state(id)).toMatchObject({ version: 2 });
      expect(await records().history(id)).toHaveLength(1);
    });
  });

  it('two concurrent changes without an expected version are both applied, one after the other', async () => {
    const { id } = await newPerson(records());
    const [one, other] = await Promise.all([records().save(id, newAvatar()), records().save(id, newAvatar())]);
    expect([one.version, other.version].sort()).toEqual([2, 3]);
    const latest = one.version === 3 ? one : other;
    expect(await state(id)).toEqual(latest);
    expect((await records().history(id)).map((avatar) => avatar.id)).toContain(latest.avatar?.id);
    expect(await records().history(id)).toHaveLength(2);
  });

  describe('a key', () => {
    it('belongs to the current upload, an earlier upload, a generated avatar, or no one', async () => {
      const { id, generatedKey } = await newPerson(records());
      const [old, current] = [await saved(id), await saved(id)];
      expect(await records().ownerOf(current.key)).toEqual({ kind: 'upload', userId: id, avatar: current, current: true });
      expect(await records().ownerOf(old.key)).toEqual({ kind: 'upload', userId: id, avatar: old, current: false });
      expect(await records().ownerOf(generatedKey)).toEqual({ kind: 'generated', userId: id });
      expect(await records().ownerOf(hex())).toBeNull();
      expect(await records().ownerOf(old.originalKey)).toBeNull();
    });
  });
}
