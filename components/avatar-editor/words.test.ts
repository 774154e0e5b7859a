import { expect, it } from 'vitest';
import { GENERAL_FORMATS } from '@/lib/avatars/limits';
import { failure } from '../api/failure';
import { explain } from './words';

const RULES = { maxBytes: 1024 * 1024, formats: GENERAL_FORMATS };

it('whoever has framed a picture is told that the framing is kept', () => {
  expect(explain(failure('offline'), RULES).text).toBe('You are offline. Your framing is kept; try again once you are connected.');
});

it.each(['offline', 'unreachable', 'timeout', 'unexpected', 'busy', 'rate_limited'] as const)(
  'whose picture could not be opened is told no such thing: %s',
  (code) => {
    const { text } = explain({ code, status: 0, detail: '', fields: {} }, RULES, 'unopened');
    expect(text).not.toContain('framing');
    expect(text).toMatch(/^[A-Z].*\. (?:Try again|Check).*\.$/);
  },
);

it('what is taken is listed as it is at present', () => {
  const formats = GENERAL_FORMATS.filter((format) => format !== 'heic');
  for (const code of ['unsupported_format', 'heic_unsupported']) {
    expect(explain({ code, status: 415, detail: '', fields: {} }, { ...RULES, formats }).text).toContain(
      'a JPEG, PNG, WebP, GIF or AVIF file',
    );
  }
});

it('who sends a picture where the policy leaves no format that we take is told that, and not to choose another', () => {
  const { text } = explain({ code: 'unsupported_format', status: 415, detail: '', fields: {} }, { ...RULES, formats: [] });
  expect(text).toBe('No format of picture is accepted here at present. An administrator can change that.');
});
