import { describe, expect, it } from 'vitest';
import { hex, type Records } from '@/testing/records';

const MINUTE_MS = 60 * 1000;

/** Rules for the records of queued messages. */
export function messageRecordsContract(records: () => Records): void {
  // Each test has its own hour, long ago, so that a claim finds no message of another test.
  let hours = 0;
  function clock(): (minutes: number) => Date {
    hours += 1;
    const start = Date.UTC(2020, 0, 1, hours);
    return (minutes) => new Date(start + minutes * MINUTE_MS);
  }

  async function queued(createdAt: Date, to = `${hex(8)}@example.org`): Promise<string> {
    const id = hex(16);
    const expiresAt = new Date(createdAt.getTime() + MINUTE_MS);
    await records().queueMessage({ id, to, subject: 'Grüße', text: 'Hello', html: '<p>Hello</p>', createdAt, expiresAt });
    return id;
  }

  const listed = async (id: string) => (await records().listMessages(1000)).find((message) => message.id === id);
  const done = (id: string, attempt: number, at: Date) => records().endAttempt(id, attempt, { sentAt: at });

  describe('queued messages', () => {
    it('are found by their addresses, newest first, and none of others', async () => {
      const [ada, grace] = [`${hex(8)}@example.org`, `${hex(8)}@example.org`];
      const queue = (to: string, createdAt: Date) =>
        records().queueMessage({ id: hex(16), to, subject: 'S', text: 'T', html: 'H', createdAt, expiresAt: new Date('2100-01-01') });
      await queue(ada, new Date('2000-01-01'));
      await queue(grace, new Date('2000-01-02'));
      await queue(`${hex(8)}@example.org`, new Date('2000-01-03'));
      expect((await records().messagesTo([ada, grace])).map(({ to }) => to)).toEqual([grace, ada]);
      await records().deleteMessages({ createdBefore: new Date('2000-02-01') });
    });

    it('are claimed once, the one that is due first', async () => {
      const at = clock();
      const to = `${hex(8)}@example.org`;
      const [second, first] = [await queued(at(1)), await queued(at(0), to)];
      expect(await records().claimMessage(at(-1), at(10))).toBeNull();
      expect(await records().claimMessage(at(1), at(10))).toEqual({
        id: first,
        to,
        subject: 'Grüße',
        text: 'Hello',
        html: '<p>Hello</p>',
        createdAt: at(0),
        expiresAt: at(1),
        attempts: 1,
        nextAttemptAt: at(10),
        sentAt: null,
        lastError: null,
      });
      expect(await records().claimMessage(at(1), at(10))).toMatchObject({ id: second });
      expect(await records().claimMessage(at(1), at(10))).toBeNull();
      await done(first, 1, at(2));
      await done(second, 1, at(2));
    });

    it('are claimed by one of many at once', async () => {
      const at = clock();
      const ids = [await queued(at(0)), await queued(at(0))];
      const claims = await Promise.all(Array.from({ length: 6 }, () => records().claimMessage(at(0), at(10))));
      expect(claims.flatMap((claim) => (claim ? [claim.id] : [])).toSorted()).toEqual(ids.toSorted());
      for (const id of ids) await done(id, 1, at(1));
    });

    it('are claimed again when an attempt is lost, whose late result counts for nothing', async () => {
      const at = clock();
      const id = await queued(at(0));
      await records().claimMessage(at(0), at(10));
      expect(await records().claimMessage(at(10), at(20))).toMatchObject({ id, attempts: 2 });
      await records().endAttempt(id, 1, { error: 'late', nextAttemptAt: null });
      expect(await listed(id)).toMatchObject({ nextAttemptAt: at(20), lastError: null });
      await done(id, 2, at(11));
      expect(await listed(id)).toMatchObject({ nextAttemptAt: null, sentAt: at(11) });
    });

    it('keep no text once they are sent, and are not claimed again', async () => {
      const at = clock();
      const id = await queued(at(0));
      await records().claimMessage(at(0), at(10));
      await records().endAttempt(id, 1, { error: '421 Busy', nextAttemptAt: at(5) });
      expect(await listed(id)).toMatchObject({ text: 'Hello', nextAttemptAt: at(5), sentAt: null, lastError: '421 Busy' });
      expect(await records().claimMessage(at(4), at(10))).toBeNull();
      await records().claimMessage(at(5), at(10));
      await done(id, 2, at(6));
      expect(await listed(id)).toMatchObject({ subject: 'Grüße', text: '', html: '', nextAttemptAt: null, sentAt: at(6), lastError: null });
      expect(await records().claimMessage(at(20), at(30))).toBeNull();
    });

    it('that are given up are not claimed again', async () => {
      const at = clock();
      const id = await queued(at(0));
      await records().claimMessage(at(0), at(10));
      await records().endAttempt(id, 1, { error: '550 No such user', nextAttemptAt: null });
      expect(await records().claimMessage(at(50), at(60))).toBeNull();
      expect(await listed(id)).toMatchObject({ text: 'Hello', nextAttemptAt: null, sentAt: null, lastError: '550 No such user' });
    });

    it('are listed newest first, as many as asked for', async () => {
      const now = Date.now();
      const [old, recent] = [await queued(new Date(now + MINUTE_MS)), await queued(new Date(now + 2 * MINUTE_MS))];
      expect((await records().listMessages(2)).map(({ id }) => id)).toEqual([recent, old]);
      expect((await records().listMessages(1)).map(({ id }) => id)).toEqual([recent]);
    });

    it('are summarized: how many wait and since when, how many were given up, and the last answer of the mail server', async () => {
      const to = `${hex(8)}@example.org`;
      const [early, late] = [new Date(Date.UTC(1990, 0, 1)), new Date(Date.UTC(2100, 0, 1))];
      const before = await records().summarizeMessages();
      const id = await queued(early, to);
      const newest = await queued(late, to);
      expect(await records().summarizeMessages()).toEqual({ ...before, waiting: before.waiting + 2, oldestWaiting: early });
      expect(await records().claimMessage(early, late)).toMatchObject({ id });
      await records().endAttempt(id, 1, { error: '550 No such user', nextAttemptAt: null });
      await records().endAttempt(newest, 0, { error: '421 Busy', nextAttemptAt: late });
      expect(await records().summarizeMessages()).toEqual({
        waiting: before.waiting + 1,
        oldestWaiting: before.oldestWaiting ?? late,
        givenUp: before.givenUp + 1,
        lastError: '421 Busy',
      });
      await records().deleteMessages({ to });
      expect(await records().summarizeMessages()).toEqual(before);
    });

    it('are deleted by age and by address', async () => {
      const at = clock();
      const to = `${hex(8)}@example.org`;
      const [old, recent, other] = [await queued(at(0)), await queued(at(2), to), await queued(at(2))];
      expect(await records().deleteMessages({ createdBefore: at(1) })).toBeGreaterThanOrEqual(1);
      expect([await listed(old), await listed(recent)]).toEqual([undefined, expect.anything()]);
      expect(await records().deleteMessages({ to })).toBe(1);
      expect([await listed(recent), await listed(other)]).toEqual([undefined, expect.anything()]);
    });
  });
}
