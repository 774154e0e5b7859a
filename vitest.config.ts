import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
// Its libraries have to stay loaded until all threads have ended: https://github.com/lovell/sharp/issues/2263
import 'sharp';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { LONG_TESTS, THOROUGH_TESTS } from './testing/long-tests.mjs';

// The fast loop is over before most of its code would run often enough: optimizing it takes a tenth of the computing, on cores that it
// needs. Threads take the flags of their process.
if (process.env.WITHOUT_LONG_TESTS) setFlagsFromString('--no-opt');

const IMAGE = 'lib/**/*.{image,fuzz}.test.ts';
const DB = 'lib/**/*.db.test.ts';
const IO = '{lib,server}/**/*.io.test.ts';
/** Need an S3 server: `.ci/run` installs one and sets S3_TEST. */
const S3 = '{lib,scripts}/**/*.s3.test.ts';
const CRASH = 'lib/**/*.crash.test.ts';
/** Needs a store of Vercel Blob, whose token is in BLOB_TEST_TOKEN. */
const BLOB = 'lib/**/*.blob.test.ts';

const THOROUGH_ONLY = process.env.WITHOUT_THOROUGH_TESTS ? Object.keys(THOROUGH_TESTS) : [];

type ProjectOptions = NonNullable<TestProjectInlineConfiguration['test']>;

/** @param seconds the time limit of one test or hook */
function project(name: string, seconds: number, include: string[], options: ProjectOptions = {}): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: { name, include, exclude: THOROUGH_ONLY, testTimeout: seconds * 1000, hookTimeout: seconds * 1000, ...options },
  };
}

export default defineConfig({
  // Without it, each run would load Tailwind CSS from postcss.config.mjs.
  css: { postcss: {} },
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    // The name of a file decides which project its tests belong to.
    projects: [
      // Pure code, and every API in process: `npm run test:fast`, which leaves out the longest.
      // Threads start sooner than processes, and report their results at less cost. They share the cores with the tests of images,
      // so what takes milliseconds alone can wait for seconds.
      project('fast', 60, ['{lib,scripts,server,testing}/**/*.test.ts', 'components/**/*.test.{ts,tsx}'], {
        exclude: [IMAGE, DB, IO, S3, CRASH, BLOB, ...(process.env.WITHOUT_LONG_TESTS ? LONG_TESTS : [])],
        pool: 'threads',
      }),
      // Pictures of realistic size, decoder threads, and fuzzing: minutes on a machine that is busy.
      project('image', 180, [IMAGE]),
      // The embedded database and a PostgreSQL server, which start processes and wait for locks.
      project('db', 180, [DB]),
      // Real files, sockets and password hashes, which take as long as the system lets them.
      project('io', 60, [IO]),
      // An S3 server, which answers in milliseconds what a disk does in microseconds.
      ...(process.env.S3_TEST ? [project('s3', 180, [S3])] : []),
      // A process for each step of each change: a quarter of an hour on a machine that is busy.
      ...(process.env.THOROUGH ? [project('crash', 900, [CRASH])] : []),
      // The real service, over the internet.
      ...(process.env.BLOB_TEST_TOKEN ? [project('blob', 600, [BLOB])] : []),
    ],
    // Tests wait for the database and for locks as much as they compute, so one core less, which is the default, only takes longer.
    maxWorkers: '100%',
    // Each file in modules of its own would load sharp and the database's WebAssembly anew for it: half of the time of the small ones.
    isolate: false,
    // Keeps transformed modules between runs, which saves a repeated run of the fast tests a fifth of its time.
    experimental: { fsModuleCache: true },
  },
});
