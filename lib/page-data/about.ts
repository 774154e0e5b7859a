import { version } from '@/package.json';
import { app } from '../app';

/** The documentation that every server has: docs/api as pages. */
const OWN_DOCUMENTATION = '/docs';

/** For the footer of each page. */
export async function aboutServer(): Promise<{ version: string; docsUrl: string; sourceUrl: string | undefined }> {
  const { docsUrl, sourceUrl } = (await app()).env;
  return { version, docsUrl: docsUrl ?? OWN_DOCUMENTATION, sourceUrl };
}

/** The public address of the server, for examples. */
export async function serverAddress(): Promise<string> {
  return (await app()).env.baseUrl;
}
