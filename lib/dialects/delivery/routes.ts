import { addresses } from '@/lib/http/methods';
import { nativeErrors } from '@/lib/http/problem';
import { getCurrent, getMedia } from './endpoints';

/** Where our own pictures are. */
export const deliveryRoutes = addresses({ media: { GET: getMedia }, current: { GET: getCurrent } }, { errors: nativeErrors });
