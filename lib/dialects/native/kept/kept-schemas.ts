import { z } from 'zod';
import { LARGEST_ID } from '@/lib/accounts/limits';
import { VIAS } from '@/lib/avatars/kept/ports';
import { MAX_LISTED_VERSIONS } from '@/lib/avatars/limits';
import { FORMATS, type InputFormat } from '@/lib/imaging/media-types';
import { animationDropped, crop } from '../upload-schemas';

/** The JSON of the native API about kept pictures and their public addresses. Used like `schemas.ts`. */

const date = z.iso.datetime();
const sizes = z.record(z.string(), z.url()).describe('By size in pixels.');

/** A parameter that is left out or empty. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** The query of `GET /api/me/avatars`. */
export const keptQuery = z
  .object({
    cursor: optional(z.coerce.number('Expected an id.').int('Expected an id.').min(1).max(LARGEST_ID)).describe(
      'Only older versions than this.',
    ),
    limit: optional(
      z.coerce
        .number('Expected a number.')
        .int()
        .min(1, 'Expected at least 1.')
        .max(MAX_LISTED_VERSIONS, `Expected at most ${MAX_LISTED_VERSIONS}.`),
    ),
  })
  .meta({ id: 'KeptQuery' });

/** The query of `GET /api/me/avatars/{id}/picture`. */
export const thumbnailQuery = z
  .object({ s: optional(z.enum(['128', '256'], 'Expected 128 or 256.')).describe('Side in pixels; 128 by default.') })
  .meta({ id: 'ThumbnailQuery' });

export const version = z
  .object({
    id: z.number(),
    name: z.string().describe('Name of the uploaded file.'),
    alt: z.string(),
    createdAt: date,
    current: z.boolean(),
    via: z.enum(VIAS).nullable().describe('Where the picture came from; null where it is unknown.'),
  })
  .meta({ id: 'AvatarVersion' });

/** An element of `GET /api/me/avatars`. */
export const keptAvatar = version
  .extend({
    addresses: z.number().describe('E-mail addresses that show this version in place of the current one.'),
    format: z.enum(Object.keys(FORMATS) as InputFormat[]).describe('Of the original.'),
    bytes: z.number().describe('Size of the original.'),
    width: z.number().describe('Of the original as displayed, in pixels.'),
    height: z.number().describe('Of the original as displayed, in pixels.'),
    animated: z.boolean(),
    animationDropped: animationDropped.nullable(),
    stillFrame: z.number().describe('Frame of an animation that its still pictures show, from 0.'),
    crop,
    background: z.string().describe('Of margins, and behind transparent pixels: `#rrggbb`, `blur` or `transparent`.'),
    color: z.string().describe('Dominant colour, `#rrggbb`.'),
    thumbhash: z.string(),
    sameFile: z.boolean().describe('Whether another version that is kept was framed from the same file, which then outlives this one.'),
    previewUrl: z.url().describe('A still WebP of 128 pixels, or of 256 with `?s=256`. Owner only.'),
    originalUrl: z.url().describe('Owner only.'),
  })
  .meta({ id: 'KeptAvatar' });

const hidden = z.enum(['policy', 'address', 'unverified', 'picture']);

/** `GET /api/me/avatar/links` */
export const avatarLinks = z
  .object({
    sizes: z.array(z.number()).readonly().describe('The sizes of the ladder. Others are answered with the next larger one.'),
    byId: z.object({ url: z.url(), sizes }),
    byHash: z
      .array(
        z.object({
          email: z.string(),
          url: z.url().describe('With the SHA-256 hash of the address, as Gravatar and Libravatar clients ask.'),
          sizes,
          hidden: hidden
            .nullable()
            .describe(
              'Why the address shows no picture. `policy`: an administrator switched look-ups by hash off. `address`: the person did, for this one. `unverified`: it is not verified. `picture`: it shows none.',
            ),
        }),
      )
      .describe('By e-mail address; API keys see the primary one only.'),
  })
  .meta({ id: 'AvatarLinks' });

export type VersionResource = z.infer<typeof version>;
export type KeptAvatarResource = z.infer<typeof keptAvatar>;
export type AvatarLinksResource = z.infer<typeof avatarLinks>;
