import { defineConfig } from 'prisma/config';

// `scripts/prepare.mjs` runs the command line, in an environment that keeps it from downloading a native schema engine.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations', seed: 'tsx prisma/seed.ts' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
