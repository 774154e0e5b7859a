import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';

test('the failures of an import are told in the language of the page, with columns and values as they are', { tag: '@main' }, async ({
  browser,
  server,
}) => {
  const page = await browser.newPage({ baseURL: server.baseURL, locale: 'de-DE' });
  await signIn(page, server.baseURL, await openAdministrator(server));
  await page.goto('/settings/people');
  const rows = ['nothing,Ada,member', 'a@example.org,Ada,owner', `b@example.org,${'n'.repeat(101)},member`, 'c@example.org,Ada', '"d'];
  const buffer = Buffer.from(['email,name,role', ...rows].join('\n'));
  await page.getByLabel('CSV-Datei').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
  const failures = page.getByRole('region', { name: 'Personen importieren' }).getByRole('listitem');
  await expect(failures).toHaveText([
    'Zeile 2: email: Erwartet wird eine E-Mail-Adresse wie ada@example.org.',
    'Zeile 3 (a@example.org): role: Erwartet wird member oder admin; angegeben ist owner.',
    'Zeile 4 (b@example.org): name: Erwartet werden höchstens 100 Zeichen.',
    'Zeile 5: Erwartet: 3 Spalten, vorhanden: 2.',
    'Zeile 6: Fehlerhaftes CSV; der Rest der Datei wurde nicht gelesen. Ein Anführungszeichen ist nicht geschlossen.',
  ]);
  await expect(failures.nth(1).locator('code')).toHaveText(['role', 'member', 'admin', 'owner']);
  await page.close();
});

test('an import that ends early says why in the language of the page', async ({ browser, server }) => {
  const page = await browser.newPage({ baseURL: server.baseURL, locale: 'de-DE' });
  await signIn(page, server.baseURL, await openAdministrator(server));
  await page.goto('/settings/people');
  const section = page.getByRole('region', { name: 'Personen importieren' });
  for (const [line, text] of [
    [
      { code: 'too_many_failed_rows', params: { count: 1500 } },
      'Nach 1.500 fehlgeschlagenen Zeilen abgebrochen. Ist dies die richtige Datei?',
    ],
    [
      { code: 'database_unavailable', params: {} },
      'Der Server erreicht seine Datenbank derzeit nicht. Versuchen Sie es gleich noch einmal.',
    ],
  ] as const) {
    const body = `${JSON.stringify({ type: 'stopped', problem: 'In English.', ...line })}\n`;
    await page.route('**/api/imports?*', (route) => route.fulfill({ contentType: 'application/x-ndjson', body }), { times: 1 });
    await page.getByLabel('CSV-Datei').setInputFiles({ name: `${line.code}.csv`, mimeType: 'text/csv', buffer: Buffer.from('email\n') });
    await expect(section.getByRole('alert')).toHaveText(text);
  }
  await page.close();
});
