import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createExamination, type DoctorParts } from './doctor';
import { type Check, joined, ok, problem, warning } from './finding';
import { observation, remedy } from './texts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const SENDER = { address: '192.0.2.1', forwardedFor: [] };
const senderCheck: DoctorParts['senderCheck'] = ({ address }) => ({
  id: 'trust-proxy',
  run: async () => ok(observation('trust_proxy_seen', { address })),
});
const check = (id: Check['id'], run: Check['run'], timeoutMs?: number): Check => ({ id, run, timeoutMs });

function open(checks: Check[]) {
  const reported: unknown[] = [];
  const examine = createExamination({ checks: () => checks, senderCheck, report: (error) => reported.push(error) });
  return { examine: (address = SENDER.address) => examine({ ...SENDER, address }), reported };
}

const SENDER_FINDING = {
  id: 'trust-proxy',
  level: 'ok',
  title: 'Client addresses (TRUST_PROXY)',
  detail: 'The server sees you at 192.0.2.1.',
  advice: 'Nothing to do.',
  observations: [{ code: 'trust_proxy_seen', params: { address: '192.0.2.1' } }],
  remedies: [],
};

it('findings come in the order of the checks, whichever ends first', async () => {
  const slow = check(
    'upload',
    () =>
      new Promise((resolve) =>
        setTimeout(() => resolve(warning(observation('upload_busy', { megabytes: 26, status: 503 }), remedy('check_later'))), 100),
      ),
  );
  const { examine } = open([slow, check('storage', async () => ok(observation('storage_works')))]);
  const findings = examine();
  await vi.advanceTimersByTimeAsync(100);
  expect(await findings).toEqual([
    {
      id: 'upload',
      level: 'warning',
      title: 'Large uploads',
      detail: 'An upload of 26 MB was not taken at this moment (status 503).',
      advice: 'Check again in a minute.',
      observations: [{ code: 'upload_busy', params: { megabytes: 26, status: 503 } }],
      remedies: [{ code: 'check_later', params: {} }],
    },
    {
      id: 'storage',
      level: 'ok',
      title: 'Storing pictures',
      detail: 'The store takes, returns and deletes objects.',
      advice: 'Nothing to do.',
      observations: [{ code: 'storage_works', params: {} }],
      remedies: [],
    },
    SENDER_FINDING,
  ]);
});

it('a check that fails is a problem without the text of its error, which the log has', async () => {
  const cause = new Error('connect ECONNREFUSED 10.0.0.5:5432');
  const { examine, reported } = open([check('database', () => Promise.reject(cause))]);
  expect(await examine()).toEqual([
    {
      id: 'database',
      level: 'problem',
      title: 'Database',
      detail: 'The check failed.',
      advice: 'Check again. If it fails again, the log of the server has the reason.',
      observations: [{ code: 'check_failed', params: {} }],
      remedies: [{ code: 'check_again', params: {} }],
    },
    SENDER_FINDING,
  ]);
  expect(reported).toEqual([new Error('The check database failed', { cause })]);
});

it('a check that hangs is a problem after its time limit, and is told to stop', async () => {
  const stopped: string[] = [];
  const hanging = (id: Check['id'], timeoutMs?: number) =>
    check(
      id,
      (signal) => {
        signal.addEventListener('abort', () => stopped.push(id));
        return new Promise(() => {});
      },
      timeoutMs,
    );
  const { examine } = open([hanging('clock'), hanging('upload', 40_000)]);
  const findings = examine();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stopped).toEqual(['clock']);
  await vi.advanceTimersByTimeAsync(30_000);
  expect((await findings).map(({ level, detail }) => `${level}: ${detail}`)).toEqual([
    'problem: The check got no result within 10 seconds.',
    'problem: The check got no result within 40 seconds.',
    'ok: The server sees you at 192.0.2.1.',
  ]);
  expect(stopped).toEqual(['clock', 'upload']);
});

it('administrators who ask at once share an examination, and each has a finding of their own', async () => {
  const run = vi.fn(async () => ok(observation('storage_works')));
  const { examine } = open([check('disk', run)]);
  const answers = await Promise.all([examine('192.0.2.1'), examine('192.0.2.2')]);
  expect(answers.map((findings) => findings.map(({ detail }) => detail))).toEqual([
    ['The store takes, returns and deletes objects.', 'The server sees you at 192.0.2.1.'],
    ['The store takes, returns and deletes objects.', 'The server sees you at 192.0.2.2.'],
  ]);
  expect(run).toHaveBeenCalledTimes(1);
});

it('an examination is repeated after five seconds', async () => {
  const run = vi.fn(async () => ok(observation('storage_works')));
  const { examine } = open([check('disk', run)]);
  await examine();
  await vi.advanceTimersByTimeAsync(4_999);
  await examine();
  expect(run).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  await examine();
  expect(run).toHaveBeenCalledTimes(2);
});

it('joined verdicts tell the worst first, each advice once, and nothing fine beside what is not', () => {
  const [refused, quota, full] = [observation('storage_refuses'), observation('data_folder_quota'), observation('data_folder_full')];
  const [free, raise] = [remedy('free_store'), remedy('raise_quota')];
  const works = observation('storage_works');
  expect(joined([ok(works), warning(quota, free), problem([refused, full], free), warning(quota, raise)])).toEqual({
    level: 'problem',
    detail: 'The store takes no objects. Its disk is full. The quota of this user is used up. The quota of this user is used up.',
    advice: 'Free space, or move the pictures to a larger store (docs/storage.md). Free space, or raise the quota.',
    observations: [refused, full, quota, quota],
    remedies: [free, raise],
  });
  expect(joined([ok(works), ok()])).toEqual(ok(works));
});

it('the same advice for two things is told of both', () => {
  const files = ['secret', 'pg'].map((name) =>
    problem(observation('secrets_file_open', { name, mode: '0644' }), remedy('close_file', { name })),
  );
  expect(joined(files).remedies).toEqual([remedy('close_file', { name: 'secret' }), remedy('close_file', { name: 'pg' })]);
});
