import { expectNoViolations, STILL } from '../client/axe';
import { sha256 } from '../client/gravatar';
import { expectNoSidewaysScroll } from '../client/overflow';
import { expectPicture, plain } from '../pictures/one-colour';
import { expect, test } from '../server/fixtures';

test.use(STILL);

test('a second address shows an older picture and the first one the new one, then none, then the one of the account', {
  tag: '@firefox',
}, async ({ page, person, server }) => {
  const { baseURL } = server;
  const upload = async (color: [number, number, number]) => {
    const body = await plain('png', color);
    expect((await fetch(`${baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body })).status).toBe(200);
  };
  await upload([20, 140, 90]);
  await upload([40, 60, 200]);
  await page.goto('/settings/addresses');
  const email = `work-${person.email}`;
  await page.getByLabel('Another address').fill(email);
  await page.getByLabel('Your password').fill(person.password);
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('status')).toHaveText(`Added: ${email}.`);
  const choice = (of: string) => page.getByRole('group', { name: `Picture of ${of}` });
  const show = async (option: (group: ReturnType<typeof choice>) => ReturnType<typeof choice>) => {
    await option(choice(email)).check();
    await page.getByRole('button', { name: `Save the picture of ${email}` }).click();
    await expect(page.getByRole('status')).toHaveText(`Saved the picture of ${email}.`);
  };
  const byHash = (of: string) => `${baseURL}/avatar/${sha256(of)}.png`;
  await expectPicture(byHash(email), [40, 60, 200]);

  await page.getByText(`Picture of ${email}: your account’s picture`).click();
  await expect(choice(email).getByRole('radio', { name: 'The picture of my account' })).toBeChecked();
  await expect(choice(email).getByRole('radio')).toHaveCount(4);
  const images = choice(email).getByRole('presentation');
  await expect
    .poll(() => images.evaluateAll((all) => all.map((image) => image instanceof HTMLImageElement && image.naturalWidth > 0)))
    .toEqual([true, true, true]);
  await show((group) => group.getByRole('radio').nth(2));
  await expect(page.getByText(`Picture of ${email}: another picture`)).toBeVisible();
  await expectNoViolations(page, 'the picture of an address');
  await expectNoSidewaysScroll(page, { width: 320, height: 568 }, 'the picture of an address');
  await expectPicture(byHash(email), [20, 140, 90]);
  await expectPicture(byHash(person.email), [40, 60, 200]);
  await expectPicture(`${baseURL}/u/${person.id}/avatar`, [40, 60, 200]);

  await show((group) => group.getByRole('radio', { name: 'No picture' }));
  const statusOf = async (of: string) => (await fetch(`${byHash(of)}?d=404`)).status;
  expect([await statusOf(email), await statusOf(person.email)]).toEqual([404, 200]);

  await show((group) => group.getByRole('radio', { name: 'The picture of my account' }));
  await expectPicture(byHash(email), [40, 60, 200]);
});
