/**
 * The only one of the constants of Next.js that its code in browsers reads. `next.config.mjs` puts this in place of the module with all of
 * them, most of them of builds: 2 kB of every page.
 */
export const NEXT_NAV_DEPLOYMENT_ID_HEADER = 'x-nextjs-deployment-id';
