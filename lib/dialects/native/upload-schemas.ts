import { z } from 'zod';
import { PAGE_VIAS } from '@/lib/avatars/kept/ports';

/** The JSON of uploads and their framing. Used like `schemas.ts`. */

const pixels = z.number('Expected a number.');

export const crop = z
  .object({
    x: pixels,
    y: pixels,
    width: pixels,
    height: pixels,
    rotate: z.number('Expected a number.').default(0).describe('Whole degrees clockwise, 0 to 359. Applied before the rectangle.'),
    flip: z
      .boolean('Expected true or false.')
      .optional()
      .describe('Exchanges left and right, before the rotation. Absent from responses if not.'),
  })
  .meta({
    id: 'Crop',
    description:
      'The visible square, in pixels of the original after its EXIF orientation, mirroring and rotation. It may exceed the picture, by up to 8 times its longer side.',
  });

/** Why an animated upload does not move. */
export const animationDropped = z
  .enum(['frames', 'pixels', 'bytes', 'flashing', 'format', 'choice'])
  .meta({ id: 'AnimationDropped', description: '`choice`: the person wants a still picture. The others are limits.' });

const framing = {
  crop: crop.optional(),
  alt: z.string('Expected text.').optional(),
  background: z
    .string('Expected a colour such as #ffffff, blur or transparent.')
    .optional()
    .describe('Fills the square where it exceeds the picture: `#rrggbb`, `blur` or `transparent`.'),
  stillFrame: z
    .int('Expected a whole number.')
    .min(0, 'Expected at least 0.')
    .optional()
    .describe('Frame of an animation that its still pictures show, from 0.'),
  animate: z.boolean('Expected true or false.').optional().describe('false: an animation becomes a still picture.'),
};

/** Of uploads by pages of this site. */
export const pageVia = z.enum(PAGE_VIAS, `Expected one of ${PAGE_VIAS.join(', ')}.`).meta({ id: 'PageVia' });

/** `PATCH /api/me/avatar` and `PATCH /api/me/avatars/{id}` */
export const avatarChange = z.strictObject(framing).meta({ id: 'AvatarChange' });

/** `POST /api/me/avatar/uploads` */
export const newUpload = z
  .strictObject({ bytes: z.int('Expected the size of the file, a whole number of bytes.').min(1, 'Expected at least one byte.') })
  .meta({ id: 'NewUpload' });

/** `POST /api/me/avatar/preview` and `POST /api/me/avatar/framing` as JSON, and an upload for another person. */
export const usedUpload = z
  .strictObject({
    upload: z.string('Expected the id of an upload.').max(100, 'Expected at most 100 characters.'),
    name: z.string('Expected text.').optional().describe('Name of the file, for display.'),
    ...framing,
  })
  .meta({ id: 'UsedUpload' });

/** `PUT /api/me/avatar` as JSON. */
export const ownUpload = usedUpload
  .extend({ via: pageVia.optional().describe('How the page got the picture; only with the session of a browser.') })
  .meta({ id: 'OwnUpload' });

/** The response to `POST /api/me/avatar/uploads`. */
export const uploadTicket = z
  .object({
    id: z.string(),
    request: z
      .object({ method: z.literal('PUT'), url: z.url(), headers: z.record(z.string(), z.string()) })
      .describe('Uploads the file, which is its whole body. It needs no other credentials.'),
    maxBytes: z.number(),
    startBefore: z.iso.datetime(),
    expiresAt: z.iso.datetime().describe('The upload must be used before.'),
  })
  .meta({ id: 'UploadTicket' });

/** In the response to `POST /api/me/avatar/framing`. */
export const faceBox = z
  .object({ x: pixels, y: pixels, width: pixels, height: pixels })
  .meta({ id: 'FaceBox', description: 'Pixels of the upright original. It may exceed the picture a little.' });

/** The response to `POST /api/me/avatar/framing`. */
export const proposedFraming = z
  .object({
    crop,
    subject: z
      .enum(['face', 'attention', 'middle'])
      .describe('What the crop shows: faces, the part that attracts attention, or the middle of a square picture.'),
    faces: z.array(faceBox).describe('The faces that were found, the largest first.'),
  })
  .meta({ id: 'ProposedFraming' });

export type FaceBox = z.infer<typeof faceBox>;
export type ProposedFraming = z.infer<typeof proposedFraming>;
export type Crop = z.infer<typeof crop>;
export type AvatarChange = z.infer<typeof avatarChange>;
export type NewUpload = z.infer<typeof newUpload>;
export type UsedUpload = z.input<typeof ownUpload>;
export type UploadTicket = z.infer<typeof uploadTicket>;
