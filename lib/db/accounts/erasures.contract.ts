import { describe, expect, it } from 'vitest';
import { hex, newAvatar, newPerson, type Records } from '@/testing/records';

const UNKNOWN_ID = 2_000_000_000;

/** Rules for the records of deleted accounts. */
export function erasureRecordsContract(records: () => Records): void {
  const inHours = (hours: number) => new Date(Date.now() + hours * 60 * 60 * 1000);

  describe('an erased account', () => {
    it('is gone with everything that belongs to it, and leaves a note of its objects', async () => {
      // The first account of a database may be the only administrator.
      await newPerson(records());
      // The first account of a database is its administrator, who may not go.
      await newPerson(records());
      const [{ id, email, generatedKey }, eve] = [await newPerson(records()), await newPerson(records())];
      const [first, second, theirs] = [newAvatar(), newAvatar(), newAvatar()];
      await records().save(id, first);
      await records().save(id, second);
      await records().save(eve.id, theirs);
      const sha256 = hex(32);
      await records().createKey({ userId: id, sha256, lastFour: 'wxyz', label: 'phone', scopes: [], expiresAt: null });
      const [session, family] = [hex(16), hex(16)];
      await records().openSession({ id: session, userId: id, userAgent: '', address: '', expiresAt: inHours(1) });
      await records().openFamily({ id: family, userId: id, issuer: 'ulule', expiresAt: inHours(1) });
      const other = `other-${email}`;
      await records().addAddress(id, { email: other, proof: 'assumed' });
      const link = hex(32);
      const invite = { createdBy: eve.id, role: 'member', maxUses: 1, expiresAt: inHours(1) } as const;
      for (const to of [other, eve.email]) await records().createInvite({ ...invite, email: to, sha256: hex(32) });
      await records().createLink({
        sha256: link,
        purpose: 'verify-address',
        userId: null,
        email: other,
        data: null,
        expiresAt: inHours(1),
      });
      const message = { subject: 'Hello', text: 'Hello', html: '', createdAt: new Date(), expiresAt: inHours(1) };
      for (const to of [other, eve.email]) await records().queueMessage({ id: hex(16), to, ...message });
      await records().addNetwork(email, 'home', new Date());
      await records().claimIdempotencyKey(id, 'k', 'PUT /x', new Date(0));

      const erasure = await records().erase(id);
      expect(erasure).toMatchObject({ note: { userId: id }, emails: [email, other], rows: { versions: 2, keys: 1, sessions: 2 } });
      expect([...(erasure?.note.originalKeys ?? [])].sort()).toEqual([first.originalKey, second.originalKey].sort());
      expect([...(erasure?.note.renditionKeys ?? [])].sort()).toEqual([generatedKey, first.key, second.key].sort());
      expect([
        await records().personById(id),
        await records().personByEmail(email, 'any'),
        await records().personByEmail(other, 'any'),
        await records().linkBySha256(link, 'verify-address', new Date()),
        await records().stateOf(id),
        await records().ownerOf(second.key),
        await records().ownerOf(generatedKey),
        await records().keyBySha256(sha256),
        await records().sessionById(session),
        await records().erase(id),
      ]).toEqual(Array(10).fill(null));
      expect([await records().isAlive(family, 'ulule'), await records().history(id)]).toEqual([false, []]);
      const recipients = (await records().listMessages(1000)).map(({ to }) => to);
      expect((await records().invites()).filter(({ createdBy }) => createdBy === eve.id).map(({ email: to }) => to)).toEqual([eve.email]);
      expect([recipients.includes(other), recipients.includes(eve.email)]).toEqual([false, true]);
      expect(await records().stateOf(eve.id)).toMatchObject({ avatar: { key: theirs.key } });

      const { note } = erasure ?? expect.unreachable('It was erased');
      expect(await records().erasures()).toContainEqual(note);
      await records().endErasure(note.id);
      await records().endErasure(note.id);
      expect((await records().erasures()).map(({ userId }) => userId)).not.toContain(id);
      // The address is free again.
      expect(await records().createPerson({ email, name: 'Ada', passwordHash: 'a hash', generatedKey: hex() })).toMatchObject({ email });
    });

    it('can be announced for a later time, and kept', async () => {
      const { id } = await newPerson(records());
      expect(await records().deletionOf(id)).toBeNull();
      const at = inHours(24);
      await records().scheduleDeletion(id, at);
      expect([await records().deletionOf(id), await records().deletionsDue(inHours(23))]).toEqual([at, expect.not.arrayContaining([id])]);
      expect(await records().deletionsDue(inHours(25))).toContain(id);
      expect(await records().erase(id, inHours(23))).toBeNull();
      await records().scheduleDeletion(id, null);
      expect([await records().erase(id, inHours(25)), await records().deletionOf(id)]).toEqual([null, null]);
      await records().scheduleDeletion(id, at);
      expect(await records().erase(id, inHours(25))).toMatchObject({ note: { userId: id } });
      await expect(records().scheduleDeletion(UNKNOWN_ID, at)).rejects.toMatchObject({ code: 'not_found' });
      expect([await records().deletionOf(UNKNOWN_ID), await records().erase(UNKNOWN_ID)]).toEqual([null, null]);
    });

    it('is not that of the only administrator of others', async () => {
      const everyone = await records().states(1000);
      const admins = everyone.filter(({ person }) => person.role === 'admin');
      expect(admins).toHaveLength(1);
      const id = admins[0]?.person.id ?? 0;
      const only = { code: 'forbidden', message: 'You are the only administrator. Expected another one before you delete your account.' };
      await expect(records().erase(id)).rejects.toMatchObject(only);
      await expect(records().scheduleDeletion(id, inHours(1))).rejects.toMatchObject(only);
      await records().scheduleDeletion(id, null);
      expect(await records().personById(id)).toMatchObject({ role: 'admin' });
    });
  });

  describe('an erased version', () => {
    const saved = async (userId: number, fields = {}) => {
      const { avatar } = await records().save(userId, newAvatar(fields));
      return avatar ?? expect.unreachable('It was saved');
    };

    it('is restorable no more, and leaves a note of its objects', async () => {
      const { id } = await newPerson(records());
      const [first] = [await saved(id, { fileName: 'beach.jpg', alt: 'Ada at the beach' }), await saved(id)];
      const note = await records().eraseVersion(id, first.id);
      const objects = { originalKeys: [first.originalKey], renditionKeys: [first.key] };
      expect(note).toEqual({ id: expect.any(Number), userId: id, avatarId: first.id, ...objects });
      expect(await records().erasures()).toContainEqual(note);
      expect((await records().history(id)).map((version) => version.id)).not.toContain(first.id);
      // The hash of the file stays, for imports.
      const left = { ...first, removedAt: expect.any(Date), fileName: '', alt: '', thumbhash: '', color: '' };
      expect(await records().version(id, first.id)).toEqual(left);
      for (const again of [() => records().eraseVersion(id, first.id), () => records().point(id, first.id)])
        await expect(again()).rejects.toMatchObject({ code: 'not_found' });
      await records().endErasure(note.id);
    });

    it('leaves the original to a version that was framed from it', async () => {
      const { id } = await newPerson(records());
      const first = await saved(id);
      const framed = await saved(id, { originalKey: first.originalKey });
      await saved(id);
      expect(await records().eraseVersion(id, first.id)).toMatchObject({ originalKeys: [], renditionKeys: [first.key] });
      expect(await records().eraseVersion(id, framed.id)).toMatchObject({ originalKeys: [first.originalKey] });
      // Another one that is framed from it meanwhile would have no file.
      await expect(records().save(id, newAvatar({ originalKey: first.originalKey }))).rejects.toMatchObject({ code: 'not_found' });
      for (const { id: note, userId } of await records().erasures()) if (userId === id) await records().endErasure(note);
    });

    it('is never one that the account or an address shows, or that of another person', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const [first, second] = [await saved(ada.id), await saved(ada.id)];
      const [address] = await records().addressesOf(ada.id);
      await records().changeAddress(ada.id, address?.id ?? 0, { shows: { avatarId: first.id } });
      const used = { code: 'picture_shown' };
      await expect(records().eraseVersion(ada.id, first.id)).rejects.toMatchObject({
        ...used,
        message: expect.stringContaining('e-mail addresses'),
      });
      await expect(records().eraseVersion(ada.id, second.id)).rejects.toMatchObject({
        ...used,
        message: expect.stringContaining('current picture'),
      });
      await expect(records().eraseVersion(eve.id, first.id)).rejects.toMatchObject({ code: 'not_found' });
      expect((await records().history(ada.id)).map(({ id }) => id)).toEqual([second.id, first.id]);
    });
  });
}
