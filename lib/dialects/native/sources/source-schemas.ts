import { z } from 'zod';
import { CHOSEN_STYLES } from '@/lib/avatars/drawings/ports';
import { MAX_WEB_ADDRESS_LENGTH } from '@/lib/avatars/limits';

/** The JSON of pictures that come from elsewhere. Used like `schemas.ts`. */

/** `POST /api/me/avatar/fetch` */
export const webPicture = z
  .strictObject({
    url: z
      .string('Expected the address of a picture.')
      .max(MAX_WEB_ADDRESS_LENGTH, `Expected at most ${MAX_WEB_ADDRESS_LENGTH} characters.`)
      .describe('Begins with `https://` or `http://`.'),
  })
  .meta({ id: 'WebPicture' });

/** `GET /api/me/drawings/{style}` */
export const drawingQuery = z
  .strictObject({
    style: z.enum(CHOSEN_STYLES, `Expected one of ${CHOSEN_STYLES.join(', ')}.`),
    seed: z.string('Expected text, such as seed=1.').max(64, 'Expected at most 64 characters.'),
    size: z.coerce
      .number('Expected pixels.')
      .int('Expected whole pixels.')
      .min(16, 'Expected at least 16.')
      .max(1024, 'Expected at most 1024.')
      .default(512),
  })
  .meta({ id: 'DrawingQuery' });

export type WebPicture = z.infer<typeof webPicture>;
