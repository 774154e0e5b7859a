import { describe, expect, it } from 'vitest';
import { UPLOAD_PROBE_PATH } from '@/lib/health/doctor/checks/upload';
import { createTestApp } from '@/testing/app';
import { streamed } from '@/testing/requests';
import { examination } from './doctor-schemas';

describe('GET /api/doctor', () => {
  it('shows administrators what was found, for the address that the server sees', async () => {
    const app = await createTestApp();
    const forwarded = { 'X-Forwarded-For': '198.51.100.7, unknown, ::ffff:203.0.113.9' };
    for (const credentials of [app.admin().session, app.admin().passwordAuth]) {
      const response = await app.ask('GET', '/api/doctor', { headers: { ...credentials, ...forwarded }, from: '::ffff:192.0.2.9' });
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
      const body = await response.json();
      expect(examination.parse(body)).toEqual(body);
      expect(body.findings).toEqual([
        {
          id: 'database',
          level: 'ok',
          title: 'Database',
          detail: 'The database answers and has every migration.',
          advice: 'Nothing to do.',
          observations: [{ code: 'database_works', params: {} }],
          remedies: [],
        },
      ]);
    }
    const seen = { address: '192.0.2.9', forwardedFor: ['198.51.100.7', '203.0.113.9'] };
    expect(app.doctor.asked).toEqual([seen, seen]);
  });

  it('is for administrators alone, and not for their keys', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const answers = [];
    for (const headers of [{}, ada.session, ada.passwordAuth, app.admin().auth])
      answers.push((await app.ask('GET', '/api/doctor', { headers })).status);
    expect(answers).toEqual([401, 403, 403, 403]);
    expect(app.doctor.asked).toEqual([]);
  });

  it('counts against the limit of the administrator, since each examination sends an upload', async () => {
    const app = await createTestApp({ userPerMinute: 1 });
    const { session } = app.admin();
    const statuses = [];
    for (let at = 0; at < 2; at += 1) statuses.push((await app.ask('GET', '/api/doctor', { headers: session })).status);
    expect(statuses).toEqual([200, 429]);
  });
});

describe('POST /api/doctor/upload', () => {
  it('counts the bytes that this installation sends to itself, also on a full disk', async () => {
    const app = await createTestApp();
    app.disk.room = 'none';
    const headers = { 'x-doctor-permit': app.doctor.identity.newPermit() };
    const response = await app.ask('POST', UPLOAD_PROBE_PATH, { headers, body: new Uint8Array(1_000_000) });
    expect([response.status, await response.json()]).toEqual([200, { bytes: 1_000_000 }]);
    expect(app.storage.calls).toEqual([]);
  });

  it('reads nothing of another sender, signed in or not', async () => {
    const app = await createTestApp();
    const expired = app.doctor.identity.newPermit(Date.now() - 300_000);
    const senders: Record<string, string>[] = [{}, app.admin().session, { 'x-doctor-permit': expired }];
    for (const headers of senders) {
      const { request, pulled } = streamed([new Uint8Array(1000)]);
      const response = await app.ask('POST', UPLOAD_PROBE_PATH, { headers, body: request.body ?? '' });
      expect([response.status, (await response.json()).code, pulled.bytes]).toEqual([403, 'forbidden', 0]);
    }
  });

  it('takes as much as the largest upload with its form, and no more', async () => {
    const app = await createTestApp({ maxUploadBytes: 100_000 });
    const headers = () => ({ 'x-doctor-permit': app.doctor.identity.newPermit() });
    const sent = async (bytes: number) =>
      (await app.ask('POST', UPLOAD_PROBE_PATH, { headers: headers(), body: new Uint8Array(bytes) })).status;
    expect([await sent(165_536), await sent(165_537)]).toEqual([200, 413]);
  });
});

describe('GET /api/health/live', () => {
  it('proves which installation answers, for a nonce alone', async () => {
    const app = await createTestApp();
    const nonce = app.doctor.identity.newNonce();
    const proofs = [];
    const sent: Record<string, string>[] = [{ 'x-doctor-nonce': nonce }, { 'x-doctor-nonce': 'a text to be signed' }, {}];
    for (const headers of sent) proofs.push((await app.ask('GET', '/api/health/live', { headers })).headers.get('x-doctor-proof'));
    expect(proofs).toEqual([app.doctor.identity.proofOf(nonce), null, null]);
    expect(proofs[0]).toMatch(/^[\w-]{43}$/);
  });
});
