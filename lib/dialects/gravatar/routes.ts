import { addresses } from '@/lib/http/methods';
import { nativeErrors } from '@/lib/http/problem';
import { getByHash, listStyles } from './endpoints';

/** The one address of this convention; what of `/avatar/{who}` is a hash is told apart in `avatar-address.ts`. */
export const gravatarRoutes = addresses({ hash: { GET: getByHash, OPTIONS: listStyles } }, { errors: nativeErrors });
