import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: ['lib/**/*.test.ts', 'testing/**/*.test.ts', 'components/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'server/**/*.test.ts'],
    // Tests wait for the database and for locks as much as they compute, so one core less, which is the default, only takes longer.
    maxWorkers: '100%',
    // Each file in modules of its own would compile the database's WebAssembly anew for it: half of the time of the small ones.
    isolate: false,
    // Real pictures and a real database: seconds, and some minutes on a machine that others keep busy.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
