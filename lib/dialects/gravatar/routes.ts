import { nativeErrors } from '@/lib/http/problem';
import { defineRoutes } from '@/lib/http/routes';
import { getByHash, listStyles } from './endpoints';

/** MD5 or SHA-256 of an e-mail address, with or without a file extension. */
const HASH = /^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{64})(?:\.[a-zA-Z]+)?$/;

const picture = { GET: getByHash, OPTIONS: listStyles };

/**
 * Must come before the routes of Zulip, which has `/avatar/:who` for ids and e-mail addresses. A number of 32 digits is a hash, since ids
 * are smaller. Without `who`, the hash is in the query.
 */
export const gravatarRoutes = defineRoutes({
  dialect: 'gravatar',
  errors: nativeErrors,
  where: { who: HASH },
  paths: {
    '/avatar/:who': picture,
    '/avatar': picture,
    '/avatar.php': picture,
  },
});
