import { defineEndpoint } from '@/lib/http/endpoint';
import { success } from './envelope';
import { cloudreve } from './parts';

/** The emulated release of Cloudreve. Clients derive the available calls from it. */
const VERSION = '4.14.0';

/** `GET /site/ping` */
export const ping = defineEndpoint({
  ...cloudreve,
  nodeAdapter: true,
  access: 'anyone',
  parse: () => null,
  core: () => VERSION,
  present: (version) => success(version),
});
