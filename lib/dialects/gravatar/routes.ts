import { nativeErrors } from '../problem';
import { addresses } from '../verbs';
import { getByHash, listStyles } from './endpoints';

/** The one address of this convention; what of `/avatar/{who}` is a hash is told apart in `avatar-address.ts`. */
export const gravatarRoutes = addresses({ hash: { GET: getByHash, OPTIONS: listStyles } }, { errors: nativeErrors });
