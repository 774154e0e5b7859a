/**
 * Tests in process that `npm run test:fast` leaves out unless it is given paths: half of the time of all tests in process, in a fifth of
 * their files. `npm run test:unit` and `npm test` run them. Durations: `vitest run --project fast --reporter=json`.
 */
export const LONG_TESTS = [
  // The same question to every call of every API, by every kind of sender: ten thousand requests.
  'lib/dialects/*.test.ts',
  // Files of thousands of lines.
  'lib/dialects/native/people/{bulk,imports}*.test.ts',
  // Each refusal beside a picture that stays, and uploads of the largest size.
  'lib/dialects/{cloudreve,ulule,zulip}/{avatars,refusals,upload,upload-refusals}.test.ts',
  'lib/dialects/native/addresses/{address-pictures,verification}.test.ts',
  'lib/dialects/gravatar/defaults.test.ts',
  'lib/dialects/native/kept/kept.test.ts',
  'lib/dialects/forms/forms.test.ts',
  // Windows that end, and floods of addresses.
  'lib/accounts/{counters,rate-limits,sign-in-limits,tokens}.test.ts',
  // Bodies that take an hour by a clock of the test.
  'lib/http/body/min-throughput.test.ts',
  // Rows and objects of more than one batch.
  'lib/avatars/maintenance/verify.test.ts',
  // Load modules anew.
  'lib/storage/open.test.ts',
  'lib/commands/commands.test.ts',
  // Read the whole repository, and compile all catalogues.
  'testing/{catalogues,house}.test.ts',
  'components/texts/texts.test.tsx',
  'scripts/chromium-drawing.test.ts',
];
