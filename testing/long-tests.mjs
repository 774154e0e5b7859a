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
  // Every change of a password, with each way in before and after; and every change that the audit log has.
  'lib/dialects/native/{account/security,audit/audit}.test.ts',
  // Windows that end, and floods of addresses.
  'lib/accounts/{counters,rate-limits,sign-in-limits,tokens}.test.ts',
  // Bodies that take an hour by a clock of the test.
  'lib/http/body/min-throughput.test.ts',
  // A thousand streams, forms of ten thousand parts, and pictures that are set, locked and blocked.
  'lib/http/event-streams/event-streams.test.ts',
  'lib/http/body/hostile-forms.test.ts',
  'lib/dialects/native/people/moderation.test.ts',
  // Rows and objects of more than one batch.
  'lib/avatars/maintenance/verify.test.ts',
  // Thousands of HEIC files with random bytes.
  'components/avatar-editor/open/heic-thumbnail.test.ts',
  // Load modules anew.
  'lib/storage/open.test.ts',
  'lib/commands/commands.test.ts',
  // Read the whole repository, and compile all catalogues.
  'testing/{catalogues,house}.test.ts',
  'lib/languages/compile-texts.test.ts',
  'components/texts/{coded,texts}.test.tsx',
  'scripts/chromium-drawing.test.ts',
  // Starts processes.
  'scripts/{at-once,stop-with-npm}.test.ts',
];

/**
 * Tests of images, databases, files and sockets that only a thorough run has, such as `.ci/run`, and `npm run test:unit -- <path>`: a
 * quarter of the time of all unit tests. By path, with the reason.
 */
export const THOROUGH_TESTS = {
  'lib/db/counters.db.test.ts': 'starts, stops and hangs a PostgreSQL server; lib/accounts/counters.test.ts has the same contract',
  'lib/db/embedded/lock.db.test.ts': 'waits until a lock is stale; e2e/faults/stops.spec.ts starts a server after kill -9',
  'lib/db/listen/listener.db.test.ts': 'starts, stops and hangs a PostgreSQL server; lib/events has the events of one process',
  'lib/db/migrations-keep.db.test.ts': 'fills a database of the release before; migrations.db.test.ts applies all migrations',
  'lib/db/prepared.db.test.ts': 'sends many queries through PgBouncer; records.db.test.ts sends them to a database',
  'lib/db/server.db.test.ts': 'starts, stops and hangs a PostgreSQL server; embedded.db.test.ts hangs the embedded one',
  'lib/dialects/error-disclosure.fuzz.test.ts':
    'sends hundreds of invalid requests to every address; e2e/api/error-disclosure.spec.ts sends some',
  'lib/dialects/fault-table.image.test.ts':
    'has each fault at each call of each API; lib/avatars/failure.image.test.ts has one of each kind',
  'lib/import/killed.db.test.ts': 'imports 200 people with processes that are killed; lib/import/run.test.ts imports a file again',
  'lib/storage/vercel-blob-faults.io.test.ts': 'waits for time limits; s3-faults.io.test.ts has the faults of a store',
};
