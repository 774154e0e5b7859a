// JavaScript, because Next.js would load its compiler (24 MB resident) at each start to read TypeScript.
/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // Clients of Ulule post to a token path with a trailing slash, and not all of them repeat the body after a redirect.
  skipTrailingSlashRedirect: true,
  // Native and WebAssembly packages load files from their own folder and must not be bundled.
  serverExternalPackages: [
    'sharp',
    '@resvg/resvg-js',
    '@dicebear/core',
    '@dicebear/collection',
    '@node-rs/argon2',
    '@aws-sdk/client-s3',
    '@electric-sql/pglite',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@prisma/driver-adapter-utils',
    '@prisma/schema-engine-wasm',
    'pg',
    'ioredis',
    'piscina',
    'pino',
    'prom-client',
    'proper-lockfile',
    'undici',
  ],
  // `npm run check` checks types. The first start of a clone need not wait for that.
  typescript: { ignoreBuildErrors: true },
  // Compresses pages and JSON. Pictures are compressed already, and their media types are excluded.
  compress: true,
  // The optimizer would store every picture in every requested size. `server/entrance.mjs` blocks its path.
  images: { unoptimized: true },
  // Next.js would load the code of every page at start, and keep it.
  experimental: { preloadEntriesOnStart: false },
  // The catch-all route would serve missing files of `public` as an unknown path of an API, without a page.
  rewrites: async () => ({ afterFiles: [{ source: '/static/:path*', destination: '/no-such-page' }] }),
};

export default config;
