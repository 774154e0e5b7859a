import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AddressPicture } from '@/lib/accounts/addresses/ports';
import type { Moderation } from '@/lib/avatars/moderation/ports';
import type { Avatar } from '@/lib/avatars/ports';
import { hex, newAvatar, newPerson, type Records } from '@/testing/records';

const sha256 = (email: string) => createHash('sha256').update(email).digest('hex');

const BY_ADMINISTRATOR: Moderation = { by: 'administrator', reason: 'It shows another person' };

/** Rules for the picture that each address shows. */
export function addressPicturesContract(records: () => Records): void {
  /** A person with an earlier and a current picture, and a second address. */
  async function setUp() {
    const { id, email } = await newPerson(records());
    const [earlier, current] = [await save(id), await save(id)];
    const second = await records().addAddress(id, { email: `${hex(8)}@example.org`, proof: 'link' });
    const show = (shows: AddressPicture) => records().changeAddress(id, second.id, { shows });
    const shownBy = async (of: string) => {
      const [byHash, byEmail] = [await records().stateByEmailHash(sha256(of), 'any'), await records().stateByEmail(of, 'any')];
      expect(byHash).toEqual(byEmail);
      return byHash && { shows: byHash.shows, source: byHash.source, key: byHash.avatar?.key ?? null };
    };
    return { id, email, second: second.email, secondId: second.id, earlier, current, show, shownBy };
  }

  async function save(userId: number, fields = {}): Promise<Avatar> {
    const { avatar } = await records().save(userId, newAvatar(fields));
    if (!avatar) throw new Error('Nothing was saved');
    return avatar;
  }

  const isShown = async ({ key }: Avatar) => {
    const owner = await records().ownerOf(key);
    expect(await records().liveRenditions([key])).toEqual(new Set(owner?.kind === 'upload' && owner.current ? [key] : []));
    return owner?.kind === 'upload' && owner.current;
  };

  describe('the picture of an address', () => {
    it('is the one of the account, another of the history, or none', async () => {
      const { email, second, earlier, current, show, shownBy } = await setUp();
      const account = { shows: 'account', source: 'upload', key: current.key };
      expect([await shownBy(email), await shownBy(second)]).toEqual([account, account]);
      expect(await show({ avatarId: earlier.id })).toMatchObject({ email: second, shows: { avatarId: earlier.id } });
      expect([await shownBy(email), await shownBy(second)]).toEqual([account, { shows: 'version', source: 'upload', key: earlier.key }]);
      expect(await isShown(earlier)).toBe(true);
      expect(await show('none')).toMatchObject({ shows: 'none' });
      expect([await shownBy(email), await shownBy(second)]).toEqual([account, { shows: 'none', source: 'none', key: null }]);
      expect(await isShown(earlier)).toBe(false);
      expect(await show('account')).toMatchObject({ shows: 'account' });
      expect(await shownBy(second)).toEqual(account);
    });

    it('changes nothing of the account, and stays when the account shows another one', async () => {
      const { id, second, current, show, shownBy } = await setUp();
      const before = await records().stateOf(id);
      await show({ avatarId: current.id });
      expect(await records().stateOf(id)).toEqual(before);
      await save(id);
      expect(await shownBy(second)).toMatchObject({ key: current.key });
      await records().point(id, null);
      expect([await shownBy(second), await isShown(current)]).toMatchObject([{ key: current.key }, true]);
    });

    it('is no version of others, none that is removed, and none at all of others’ addresses', async () => {
      const [ada, eve] = [await setUp(), await setUp()];
      const missing = { code: 'not_found' };
      await expect(ada.show({ avatarId: eve.earlier.id })).rejects.toMatchObject(missing);
      await expect(records().changeAddress(eve.id, ada.secondId, { shows: 'none' })).rejects.toMatchObject(missing);
      await records().markRemoved([ada.earlier.id]);
      await expect(ada.show({ avatarId: ada.earlier.id })).rejects.toMatchObject(missing);
      expect(await ada.shownBy(ada.second)).toMatchObject({ shows: 'account' });
    });

    it('is kept for as long as an address shows it, and from then on as an earlier one', async () => {
      const { id, secondId, second, earlier, show } = await setUp();
      await show({ avatarId: earlier.id });
      const isOutdated = async () => (await records().outdated(new Date(Date.now() + 1000))).some((version) => version.id === earlier.id);
      await records().markRemoved([earlier.id]);
      expect([(await records().version(id, earlier.id))?.removedAt, await isOutdated()]).toEqual([null, false]);
      expect(await records().removeAddress(id, secondId)).toBe(second);
      expect([await isShown(earlier), await isOutdated()]).toEqual([false, true]);
      await records().markRemoved([earlier.id]);
      expect((await records().version(id, earlier.id))?.removedAt).toEqual(expect.any(Date));
    });

    it('is the one of the account again once an administrator sets it or a service key does, unless the address shows none', async () => {
      for (const by of ['administrator', 'service-key'] as const) {
        const { id, email, second, secondId, earlier, show, shownBy } = await setUp();
        const [first] = await records().addressesOf(id);
        await records().changeAddress(id, first?.id ?? 0, { shows: 'none' });
        await show({ avatarId: earlier.id });
        const { avatar } = await records().save(id, newAvatar(), undefined, 'upload', { ...BY_ADMINISTRATOR, by });
        expect([await shownBy(email), await shownBy(second)]).toMatchObject([{ shows: 'none' }, { shows: 'account', key: avatar?.key }]);
        expect(await isShown(earlier)).toBe(false);
        expect((await records().addressesOf(id)).find((address) => address.id === secondId)?.shows).toBe('account');
      }
    });

    it('is withdrawn and blocked with the one of the account', async () => {
      const { id, second, earlier, current, show, shownBy } = await setUp();
      const older = await save(id);
      await records().point(id, current.id);
      await show({ avatarId: earlier.id });
      await records().point(id, null, undefined, 'none', { ...BY_ADMINISTRATOR, withdraws: true, blocks: 'person' });
      expect(await shownBy(second)).toEqual({ shows: 'account', source: 'none', key: null });
      expect((await records().history(id)).map((version) => version.id)).toEqual([older.id]);
      await expect(show({ avatarId: earlier.id })).rejects.toMatchObject({ code: 'not_found' });
      const again = await Promise.all([earlier, current, older].map(({ sourceSha256 }) => records().isFileBlocked(id, sourceSha256)));
      expect(again).toEqual([true, true, false]);
    });

    it('is neither changed while the picture is locked, nor to a file that is blocked', async () => {
      const { id, second, earlier, show, shownBy } = await setUp();
      await records().lockPicture(id, { until: new Date(Date.now() + 60_000), reason: 'It shows another person' });
      for (const shows of ['none', 'account', { avatarId: earlier.id }] as const)
        await expect(show(shows)).rejects.toMatchObject({ code: 'changes_disabled' });
      await records().lockPicture(id, null);
      const blocked = await save(id, { sourceSha256: earlier.sourceSha256 });
      await records().point(id, null, undefined, 'none', { ...BY_ADMINISTRATOR, blocks: 'everyone' });
      await expect(show({ avatarId: blocked.id })).rejects.toMatchObject({ code: 'file_blocked' });
      expect(await shownBy(second)).toMatchObject({ shows: 'account' });
    });

    it('goes with the account', async () => {
      const { id, second, earlier, show } = await setUp();
      await show({ avatarId: earlier.id });
      expect((await records().erase(id))?.note.renditionKeys).toContain(earlier.key);
      expect(await records().stateByEmail(second, 'any')).toBeNull();
      expect(await records().ownerOf(earlier.key)).toBeNull();
    });
  });
}
