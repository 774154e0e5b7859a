import { nativeErrors } from '../problem';
import { addresses } from '../verbs';
import { getCurrent, getMedia } from './endpoints';

/** Where our own pictures are. */
export const deliveryRoutes = addresses({ media: { GET: getMedia }, current: { GET: getCurrent } }, { errors: nativeErrors });
