import { describe, expect, it } from 'vitest';
import { GENERAL_FORMATS } from '@/lib/imaging/media-types';
import { renderHook } from '@/testing/page-texts';
import { failure } from '../api/failure';
import { useMessages } from './messages';

const { failure: failureMessage, duringEdit } = renderHook(useMessages);
const german = renderHook(useMessages, 'de');

const RULES = { maxBytes: 1024 * 1024, formats: GENERAL_FORMATS };

it('after a failure with a framed picture the message says that the framing is kept', () => {
  expect(failureMessage(failure('offline'), RULES).text).toBe('You are offline. Your framing is kept; try again once you are connected.');
});

it.each([
  'offline',
  'unreachable',
  'timeout',
  'unexpected',
  'busy',
  'rate_limited',
  'body_too_slow',
  'truncated_body',
  'upload_not_found',
] as const)('after a failure to open a picture the message does not mention a framing: %s', (code) => {
  const { text } = failureMessage({ code, status: 0, detail: '', fields: {}, fieldProblems: {}, details: {} }, RULES, 'unopened');
  expect(text).not.toContain('framing');
  expect(text).toMatch(/^[A-Z].*\. (?:Try again|Check).*\.$/);
});

it.each([
  ['rate_limited', { retryAfterSeconds: 30 }, 'Too many requests. Try again in 30 seconds.'],
  ['rate_limited', { retryAfterSeconds: 0.4 }, 'Too many requests. Try again in 1 second.'],
  ['rate_limited', { retryAfterSeconds: 3_541 }, 'Too many requests. Try again in 60 minutes.'],
  ['busy', { retryAfterSeconds: 5 }, 'The server is busy. Try again in 5 seconds.'],
  ['file_too_large', { limitBytes: 1024 * 1024 }, 'This file is too large. The limit is 1\u00a0MB. Choose a smaller one.'],
  ['file_blocked', {}, 'An administrator has removed this picture before. Choose another one.'],
  ['changes_disabled', {}, 'Changing pictures is disabled. Ask an administrator.'],
])('a refusal names the problem and the next step: %s %o', (code, details, words) => {
  expect(
    failureMessage({ code, status: 0, detail: '', fields: {}, fieldProblems: {}, details: {}, ...details }, RULES, 'unopened').text,
  ).toBe(words);
});

it('what the server says for developers is not shown', () => {
  const refusal = (code: string, details = {}) =>
    failureMessage({ code, status: 415, detail: 'Expected an EOI marker.', fields: {}, fieldProblems: {}, details }, RULES, 'unopened');
  expect(refusal('unsupported_format')).toEqual({
    text: 'This file cannot be opened here. Choose a JPEG, PNG, WebP, GIF, AVIF or HEIC file, or open it in an image editor and save it as a JPEG.',
    next: 'choose',
  });
  expect(refusal('corrupt_image')).toEqual({
    text: 'This picture is damaged or incomplete. Choose another one, or open it in an image editor and save it again.',
    next: 'choose',
  });
  expect(refusal('too_many_pixels', { limitPixels: 100_000_000 }).text).toBe(
    'This picture has too many pixels. The limit is 100 megapixels. Choose a smaller one.',
  );
  expect(refusal('too_complex').text).toBe('This picture is too complex to process. Choose a simpler one.');
});

it('a failed upload can be tried again, and the framing is kept', () => {
  const { detail: _, ...rest } = failure('offline');
  const interrupted = failureMessage({ ...rest, code: 'truncated_body', detail: 'The body was cut short.' }, RULES);
  expect(interrupted).toEqual({ text: 'The upload was interrupted. Your framing is kept; try again.', next: 'retry' });
  const slow = failureMessage({ ...rest, code: 'body_too_slow', detail: '' }, RULES);
  expect(slow.text).toBe('Your connection is too slow. Your framing is kept; try again on a faster connection.');
});

it('a file that cannot be opened during an edit loses nothing, and offers no retry, which would save the edit', () => {
  expect(duringEdit(failureMessage(failure('offline'), RULES, 'unopened'))).toEqual({
    text: 'You are offline. Try again once you are connected. Your current edit is kept.',
    next: 'choose',
    isOffline: true,
  });
});

it('messages list the formats that are accepted now', () => {
  const formats = GENERAL_FORMATS.filter((format) => format !== 'heic');
  for (const code of ['unsupported_format', 'heic_unsupported']) {
    expect(
      failureMessage({ code, status: 415, detail: '', fields: {}, fieldProblems: {}, details: {} }, { ...RULES, formats }).text,
    ).toContain('a JPEG, PNG, WebP, GIF or AVIF file');
  }
});

it('if the policy leaves no accepted format, the message does not advise to choose another file', () => {
  const { text } = failureMessage(
    { code: 'unsupported_format', status: 415, detail: '', fields: {}, fieldProblems: {}, details: {} },
    { ...RULES, formats: [] },
  );
  expect(text).toBe('No picture format is accepted at the moment. Ask an administrator.');
});

describe('on a page in another language', () => {
  const explain = (code: string, details: object = {}) =>
    german.failure({ ...failure('unexpected'), code, status: 415, detail: 'In English.', ...details }, RULES, 'unopened').text;

  it('the limit of pixels is rounded down, and written as in the language', () => {
    expect(explain('too_many_pixels', { details: { limitPixels: 23_684_210 } })).toContain('höchstens 23,6 Megapixel.');
  });

  it('details of the server, which are in English, are not shown', () => {
    for (const code of ['unsupported_format', 'corrupt_image', 'file_blocked', 'too_complex', 'address_unreachable', 'of_a_later_version'])
      expect(explain(code)).not.toContain('English');
    expect(explain('unsupported_format')).toMatch(/: JPEG, PNG, WebP, GIF, AVIF oder HEIC\./);
  });

  it('numbers, sizes and waits are those of the language', () => {
    expect(explain('file_too_large', { limitBytes: 1.5 * 1024 * 1024 })).toBe(
      'Diese Datei ist zu groß. Die Grenze ist 1,5\u00a0MB. Wählen Sie eine kleinere.',
    );
    expect(explain('busy', { retryAfterSeconds: 3_541 })).toBe('Der Server ist ausgelastet. Nächster Versuch möglich in: 60 Minuten.');
  });
});
