import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  // Native or WebAssembly packages, which find their files beside themselves and must not be bundled.
  serverExternalPackages: [
    'sharp',
    '@node-rs/argon2',
    '@electric-sql/pglite',
    'pglite-prisma-adapter',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@prisma/driver-adapter-utils',
    '@prisma/schema-engine-wasm',
    'pino',
    'proper-lockfile',
    'write-file-atomic',
  ],
  // Pictures are compressed already, and JSON answers are small; behind a proxy, that one compresses.
  compress: true,
};

export default config;
