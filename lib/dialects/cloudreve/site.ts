import { defineEndpoint } from '@/lib/http/endpoint';
import { success } from './envelope';
import { cloudreve } from './parts';

/** The release of Cloudreve whose API this is. Clients look at it to know what they may call. */
const VERSION = '4.14.0';

/** `GET /site/ping` */
export const ping = defineEndpoint({
  ...cloudreve,
  access: 'anyone',
  parse: () => null,
  core: () => VERSION,
  present: (version) => success(version),
});
