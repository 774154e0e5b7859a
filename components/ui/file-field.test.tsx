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

test('the input is named by its label and the words on its button, and described by the chosen file', () => {
  const text = html('people.csv');
  const [, label, button, describedBy] = /aria-labelledby="(\S+) (\S+)" aria-describedby="([^"]+)"/.exec(text) ?? [];
  expect(text).toMatch(new RegExp(`id="${label}"[^>]*>CSV-Datei`));
  expect(text).toMatch(new RegExp(`id="${button}"[^>]*>Datei auswählen`));
  expect(text).toMatch(new RegExp(`id="${describedBy}"[^>]*><bdi>people.csv`));
});

test('a click on the label is one on the input', () => {
  const [, input] = /<input id="([^"]+)"/.exec(html()) ?? [];
  expect(html()).toContain(`for="${input}"`);
});
