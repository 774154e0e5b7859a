import sharp from 'sharp';
import { metadataPictures } from '@/testing/corpus/metadata';
import { choose, open, saveAndWait } from '../client/editor-page';
import { expect, test } from '../server/fixtures';

test('after saving, the page lists the removed metadata until it is reloaded', { tag: ['@main', '@firefox'] }, async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  const buffer = await sharp({ create: { width: 600, height: 400, channels: 3, background: 'teal' } })
    .withExif({
      IFD0: { Make: 'Apple', Model: 'iPhone 13' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 22/1 12/1' },
    })
    .jpeg()
    .toBuffer();
  await open(page);
  await choose(page, { name: 'me.jpg', mimeType: 'image/jpeg', buffer });
  await saveAndWait(page);
  const report = page.getByTestId('metadata-report');
  await report.getByText('What was removed from your photo').click();
  await expect(report).toContainText('Where it was taken');
  await expect(report).toContainText('52.50000° N, 13.37000° E');
  await expect(report).toContainText('Apple, iPhone 13');
  await page.reload();
  await expect(report).toHaveCount(0);
});

test('values of the metadata report have more room than their names, however long the names are', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.setViewportSize({ width: 768, height: 900 });
  const [laden] = metadataPictures;
  await open(page);
  await choose(page, { name: 'me.jpg', mimeType: 'image/jpeg', buffer: Buffer.from((await laden?.file()) ?? []) });
  await saveAndWait(page);
  const report = page.getByTestId('metadata-report');
  await report.getByText('What was removed from your photo').click();
  await expect(report).toContainText('A small copy of the picture inside the file');
  const [name, value] = [await report.getByRole('term').last().boundingBox(), await report.getByRole('definition').last().boundingBox()];
  expect(value?.width).toBeGreaterThan(name?.width ?? Number.POSITIVE_INFINITY);
});
