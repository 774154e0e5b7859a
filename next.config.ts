import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  // Ulule's clients post to /oauth2/token/, and not all of them send the body again to where a redirect points.
  skipTrailingSlashRedirect: true,
  // Native or WebAssembly packages, which find their files beside themselves and must not be bundled.
  serverExternalPackages: [
    'sharp',
    '@resvg/resvg-js',
    '@dicebear/core',
    '@dicebear/collection',
    '@node-rs/argon2',
    '@electric-sql/pglite',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@prisma/driver-adapter-utils',
    '@prisma/schema-engine-wasm',
    'piscina',
    'pino',
    'proper-lockfile',
    'undici',
  ],
  // `npm run check` looks at types; whoever starts a clone for the first time need not wait for that.
  typescript: { ignoreBuildErrors: true },
  // Pages and JSON; pictures, which are compressed already, are left alone by their type.
  compress: true,
  // The optimizer would keep a copy of every picture and size that anyone asks for; `server/entrance.mjs` lets nobody reach it.
  images: { unoptimized: true },
  rewrites: async () => ({
    beforeFiles: [],
    // Cloudreve's documents leave out the prefix under which it is deployed. Both are the same addresses.
    afterFiles: [{ source: '/api/v4/:area(user|session|site)/:path*', destination: '/:area/:path*' }],
    // What is none of them is no page either, and told to a client like whatever else is unknown below /api.
    fallback: [
      { source: '/:area(user|session|site)/:path*', destination: '/api/:area/:path*' },
      // A catch-all catches at least one part.
      { source: '/:root(api|v1)', destination: '/:root/nothing' },
    ],
  }),
};

export default config;
