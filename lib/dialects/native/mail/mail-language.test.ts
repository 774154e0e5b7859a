import { describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { mailTo } from '@/testing/in-process/verified-addresses';

const GERMAN = { 'Accept-Language': 'de-AT,de;q=0.9,en;q=0.8' };
const PASSWORD = 'a long enough password';

const choose = (app: TestApp, { session }: TestPerson, language: string | null) =>
  app.ask('PATCH', '/api/me', { headers: session, json: { language } });
const subjectTo = async (app: TestApp, email: string) => (await mailTo(app, email))[0]?.subject;

describe('a message is in the language', () => {
  it('of the browser of a person who signs up', async () => {
    const app = await createTestApp({ verifiesAddresses: true });
    await app.ask('POST', '/api/accounts', { headers: GERMAN, json: { email: 'grace@example.org', name: 'Grace', password: PASSWORD } });
    const [message] = await mailTo(app, 'grace@example.org');
    expect(message?.subject).toBe('Bestätigen Sie Ihre E-Mail-Adresse für Likeness');
    expect(message?.text).toContain('Adresse bestätigen:\nhttp');
  });

  it('that the account has chosen, whatever the browser of the request asks for', async () => {
    const app = await createTestApp();
    const ada = await app.open({ proof: 'link' });
    await choose(app, ada, 'ja');
    await app.ask('POST', '/api/password-resets', { headers: GERMAN, json: { email: ada.email } });
    expect(await subjectTo(app, ada.email)).toBe('Likeness のパスワードの再設定');
    await choose(app, ada, null);
    await app.ask('POST', '/api/password-resets', { headers: GERMAN, json: { email: ada.email } });
    expect(await subjectTo(app, ada.email)).toBe('Passwort für Likeness zurücksetzen');
  });

  it('of its recipient, when another person causes it', async () => {
    const app = await createTestApp({ verifiesAddresses: true });
    const [ada, grace] = [await app.open({ proof: 'link' }), await app.open({ proof: 'link' })];
    await choose(app, ada, 'ar');
    await choose(app, grace, 'fr');
    await app.ask('POST', '/api/me/addresses', { headers: grace.session, json: { email: ada.email, password: grace.password } });
    expect(await subjectTo(app, ada.email)).toBe('عنوان بريدك الإلكتروني مستخدم في Likeness');
    await app.ask('POST', '/api/me/addresses', { headers: grace.session, json: { email: 'new@example.org', password: grace.password } });
    expect(await subjectTo(app, 'new@example.org')).toBe('Confirmez votre adresse e-mail pour Likeness');
  });

  it('of the account, when an administrator mails a link', async () => {
    const app = await createTestApp({ sendsMail: true });
    const ada = await app.open({ proof: 'link' });
    await choose(app, ada, 'es');
    const path = `/api/people/${ada.id}/password-reset`;
    const response = await app.ask('POST', path, { headers: { ...app.admin().session, ...GERMAN }, json: {} });
    expect(response.status).toBeLessThan(300);
    expect(await subjectTo(app, ada.email)).toBe('Restablece tu contraseña de Likeness');
  });

  it('by default without any of these', async () => {
    const app = await createTestApp();
    const ada = await app.open({ proof: 'link' });
    await app.ask('POST', '/api/password-resets', { headers: { 'Accept-Language': 'tlh' }, json: { email: ada.email } });
    expect(await subjectTo(app, ada.email)).toBe('Reset your Likeness password');
  });
});
