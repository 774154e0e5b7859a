// JavaScript, because Next.js would load its compiler (24 MB resident) at each start to read TypeScript.

// The variables of `lib/env-requirements.ts`, which says when an application runs as functions.
const isVercel = Boolean(process.env.VERCEL);
const isForFunctions = (process.env.FUNCTIONS || (isVercel ? 'on' : 'off')) === 'on';
// Beside the build of the server process. Vercel expects the usual folder.
const hasOwnFolder = isForFunctions && !isVercel;

/** A module for browsers alone. */
const inBrowsers = (name) => ({ browser: `./components/next-client/${name}.ts` });

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
    '@vercel/blob',
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
  // `npm run check` checks types. The first start of a clone need not wait for that. Next.js writes the folder of a build into tsconfig.json.
  typescript: { ignoreBuildErrors: true, ...(hasOwnFolder && { tsconfigPath: 'tsconfig.functions.json' }) },
  turbopack: {
    // Texts that are loaded with a part of a page rather than with the page: see `components/avatar-editor/crop/crop-texts.tsx`.
    rules: {
      '*.json': { condition: { query: '?compiled' }, loaders: ['./scripts/texts-loader.mjs'], as: '*.js' },
      // The documentation of the APIs: see `app/(visitors)/docs`.
      '*.md': { condition: { path: /\bdocs\/api\/[^/]+\.md$/ }, loaders: ['./scripts/document-loader.mjs'], as: '*.js' },
    },
    // Code of Next.js that no browser here needs, 5 kB of every page. `components/next-client` has what stands in for it, and its tests.
    resolveAlias: {
      '../build/polyfills/polyfill-module': inBrowsers('no-polyfills'),
      'next/dist/compiled/process': inBrowsers('process'),
      '../../../lib/constants': inBrowsers('constants'),
      '../../../../lib/constants': inBrowsers('constants'),
      './reducers/server-action-reducer': inBrowsers('no-server-actions'),
    },
  },
  // Compresses pages and JSON. Pictures are compressed already, and their media types are excluded.
  compress: true,
  // The optimizer would store every picture in every requested size. `server/entrance.mjs` blocks its path.
  images: { unoptimized: true },
  // Next.js would load the code of every page at start, and keep it.
  experimental: { preloadEntriesOnStart: false },
  ...(hasOwnFolder && { distDir: '.next-functions' }),
  ...(isForFunctions && {
    // `proxy.functions.ts` does for pages what `server.mjs` does itself, without the cost of a proxy.
    pageExtensions: ['ts', 'tsx', 'functions.ts'],
    // Files are served without the proxy.
    headers: async () =>
      ['/_next/static/:path*', '/static/:path*', '/icon.svg'].map((source) => ({
        source,
        headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }],
      })),
    // Found by a path at run time: threads with what they load, migrations, the font of initials.
    outputFileTracingIncludes: {
      '/**': [
        'lib/decoders/*.mjs',
        'lib/decoders/face-model/weights.{bin,json}',
        'node_modules/exifreader/{package.json,dist/**/*}',
        'node_modules/libheif-js/**/*',
        'prisma/migrations/**/*',
        'node_modules/@prisma/schema-engine-wasm/**/*',
        'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
      ],
    },
    outputFileTracingExcludes: { '/**': ['.next/dev/**/*', '{bench,docs,e2e,testing}/**/*', '**/*.test.ts'] },
  }),
  // The catch-all route would serve missing files of `public` as an unknown path of an API, without a page.
  rewrites: async () => ({ afterFiles: [{ source: '/static/:path*', destination: '/_not-found' }] }),
};

export default config;
