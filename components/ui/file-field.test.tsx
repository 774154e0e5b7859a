import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { FileField } from './file-field';

vi.mock('../texts/texts', () => ({ useTexts: () => (key: string) => ({ chooseFile: 'Datei auswählen', noFile: 'Keine Datei' })[key] }));

const html = (chosen?: string) => renderToStaticMarkup(<FileField label="CSV-Datei" chosen={chosen} />);

test('a file field has its button and its state in the language of the page', () => {
  expect(html()).toContain('Datei auswählen');
  expect(html()).toContain('Keine Datei');
  expect(html('people.csv')).toContain('people.csv');
  expect(html('people.csv')).not.toContain('Keine Datei');
});

test('the input is named by its label and described by the chosen file', () => {
  const [, labelledBy, describedBy] = /aria-labelledby="([^"]+)" aria-describedby="([^"]+)"/.exec(html('people.csv')) ?? [];
  expect(html('people.csv')).toContain(`id="${labelledBy}" class="block font-medium text-sm">CSV-Datei`);
  expect(html('people.csv')).toContain(`id="${describedBy}" class="wrap-anywhere min-w-0"><bdi>people.csv`);
});
