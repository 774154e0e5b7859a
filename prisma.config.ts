import { defineConfig } from 'prisma/config';

// Prisma's command line looks for a native schema engine and tries to download it. Generating the client does not run it, so any
// executable satisfies the check; migrations use the WebAssembly engine (lib/db/schema-engine.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations', seed: 'tsx prisma/seed.ts' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
