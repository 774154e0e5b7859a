import { z } from 'zod';
import { canonicalEmail, emailProblem } from '@/lib/accounts/email';
import { REGISTRATION_MODES } from '@/lib/accounts/registration/ports';
import { FIELD_CODES } from '@/lib/field-problems';
import { FORMATS, type InputFormat, OUTPUT_FORMATS, type OutputFormat } from '@/lib/imaging/media-types';
import { KINDS } from '@/lib/imaging/metadata/kinds';
import { EAGER_SIZES, LADDER } from '@/lib/imaging/sizes';
import { rule } from './rule-schemas';
import { animationDropped, crop } from './upload-schemas';

/**
 * The JSON of the native API about pictures and rules; that about accounts is in account-schemas.ts. The server parses requests with these schemas and types its responses by them; pages import the types only,
 * so that zod is not part of their code. `id` and `description` are for OpenAPI.
 */

const inputFormat = z.enum(Object.keys(FORMATS) as InputFormat[], `Expected any of ${Object.keys(FORMATS).join(', ')}.`);
const outputFormat = z.enum(Object.keys(OUTPUT_FORMATS) as OutputFormat[]);
const date = z.iso.datetime();

/** Smallest `maxAvatarBytes`: most photos are larger than this. */
const LEAST_MAX_BYTES = 10_000;

// Requests

/** `PUT /api/me/avatar/gravatar` */
export const gravatarChoice = z
  .strictObject({
    sha256: z
      .string('Expected text.')
      .regex(/^[0-9a-f]{64}$/, 'Expected 64 hexadecimal digits, as X-Picture-Sha256 has them.')
      .optional(),
  })
  .meta({ id: 'GravatarChoice' });

/** In ASCII: compared with the domains of canonical addresses. */
const domain = z
  .string('Expected a domain such as example.org.')
  .refine((name) => emailProblem(`x@${name}`) === undefined, rule('domain', 'Expected a domain such as example.org.'))
  .transform((name) => canonicalEmail(`x@${name}`).slice(2));

/** `PATCH /api/policy` */
export const policyChange = z
  .strictObject({
    avatarChangesDisabled: z.boolean('Expected true or false.').optional(),
    maxAvatarBytes: z
      .int('Expected a whole number of bytes, or null.')
      .min(LEAST_MAX_BYTES, `Expected at least ${LEAST_MAX_BYTES} bytes, or null for no additional limit.`)
      .max(2_147_483_647, 'Expected at most 2147483647 bytes.')
      .nullable()
      .optional(),
    acceptedFormats: z
      .array(inputFormat)
      .transform((formats) => [...new Set(formats)])
      .optional(),
    registration: z.enum(REGISTRATION_MODES, `Expected one of ${REGISTRATION_MODES.join(', ')}.`).optional(),
    registrationDomains: z
      .array(domain)
      .max(100, 'Expected at most 100 domains.')
      .transform((domains) => [...new Set(domains)])
      .optional(),
    hashLookup: z.boolean('Expected true or false.').optional(),
  })
  .meta({ id: 'PolicyChange' });

// Responses

export const avatar = z
  .object({
    id: z.number().nullable().describe('null for the generated avatar, as are the other fields that only an upload has.'),
    key: z.string(),
    source: z.enum(['none', 'upload', 'gravatar', 'directory']),
    name: z.string().nullable().describe('Name of the uploaded file. Only for the owner.'),
    alt: z.string(),
    crop: crop.nullable().describe('Only for the owner.'),
    width: z.number().nullable().describe('Of the original as displayed, in pixels. Only for the owner.'),
    height: z.number().nullable().describe('Of the original as displayed, in pixels. Only for the owner.'),
    animated: z.boolean().describe('Whether `url` and `versions` are animated. `stillUrl` never is.'),
    animation: z.enum(['none', 'kept', 'dropped']),
    animationDropped: animationDropped.nullable().describe('Why the upload is animated and the picture is not.'),
    stillFrame: z.number().nullable().describe('Frame of an animation that its still pictures show, from 0. Only for the owner.'),
    background: z
      .string()
      .nullable()
      .describe('Fills the square where it exceeds the picture, and transparent pixels in JPEG: `#rrggbb`, `blur` or `transparent`.'),
    thumbhash: z.string().nullable(),
    color: z.string().nullable().describe('Dominant colour, `#rrggbb`.'),
    createdAt: date.nullable(),
    url: z.url(),
    stillUrl: z.url(),
    versions: z.record(z.string(), z.object({ url: z.url(), width: z.number(), height: z.number() })).describe('By size; in pixels.'),
  })
  .meta({ id: 'Avatar', description: 'The picture of a person.' });

export const removed = z
  .object({
    kind: z.enum(KINDS),
    values: z.array(z.string()),
    count: z.number().optional().describe('Of `other`: number of technical fields. Absent if they could not be read.'),
    fields: z.array(z.string()).optional().describe('Of `other`: the first names of these fields.'),
  })
  .meta({ id: 'RemovedMetadata', description: 'Metadata of an uploaded file, which no served picture contains.' });

/** `PUT /api/me/avatar`. `removed` is absent from the replay of an `Idempotency-Key`. */
export const savedAvatar = avatar.extend({ removed: z.array(removed).optional() }).meta({ id: 'SavedAvatar' });

export const policy = z
  .object({
    avatarChangesDisabled: z.boolean().describe('Only administrators may change pictures.'),
    maxAvatarBytes: z.number().nullable().describe('null for no additional limit.'),
    acceptedFormats: z.array(inputFormat).readonly().describe('Empty for all formats.'),
    registration: z.enum(REGISTRATION_MODES).describe('Who may open an account.'),
    registrationDomains: z.array(z.string()).readonly().describe('Domains of e-mail addresses, for the mode `domains`.'),
    hashLookup: z.boolean().describe('Whether applications that know only a hash of an address get its picture.'),
    fixed: z
      .array(z.enum(['registration', 'registrationDomains']))
      .readonly()
      .describe('Fields that the environment sets. They cannot be changed here.'),
  })
  .meta({ id: 'Policy' });

export const uploadLimits = z
  .object({
    locked: z.boolean().describe('Only administrators may change pictures.'),
    formats: z.array(z.object({ format: inputFormat, label: z.string(), mime: z.string(), extensions: z.array(z.string()).readonly() })),
    maxBytes: z.number(),
    directUploadBytes: z
      .number()
      .nullable()
      .describe('Larger files should be uploaded straight to the store, by `POST /api/me/avatar/uploads`; null if it takes none.'),
    maxPixels: z.number(),
    maxFrames: z.number(),
    maxSide: z.number(),
    maxAltLength: z.number(),
    sizes: z.array(z.literal([...LADDER, 'full'])),
    fullSide: z.number(),
    eagerSizes: z.array(z.literal([...EAGER_SIZES])).readonly(),
    outputFormats: z.array(outputFormat),
  })
  .meta({ id: 'Limits' });

export const liveness = z.object({ status: z.literal('live') }).meta({ id: 'Liveness' });

/** `GET /api/health/ready`. `disk`: the data folder is writable and has room. `timeout`: no result within three seconds. */
const checks = z.record(z.enum(['database', 'storage', 'decoder', 'disk']), z.enum(['ok', 'failed', 'timeout']));
export const readiness = z.object({ status: z.enum(['ready', 'not_ready']), checks }).meta({ id: 'Readiness' });

/** An error. The members after `requestId`, and others, depend on its code. */
export const problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    fields: z.record(z.string(), z.string()).optional().describe('A sentence for developers, by field.'),
    fieldProblems: z
      .record(z.string(), z.object({ code: z.enum(FIELD_CODES), limit: z.number().optional() }))
      .optional()
      .describe('The same in stable words, for texts in other languages.'),
    limitBytes: z.number().optional(),
    retryAfterSeconds: z.number().optional(),
    reason: z.string().optional().describe('Which of several reasons, of some codes.'),
    httpStatus: z.number().optional().describe('Of `address_unreachable`, the status of the other site.'),
    limit: z.number().optional().describe('Of `too_many_keys`, `too_many_addresses` and `rate_limited`.'),
    lockedUntil: date.optional().describe('Of `changes_disabled`, if an administrator has locked this picture.'),
    domains: z.array(z.string()).optional().describe('Of `registration_refused`: those that may sign up.'),
    limitPixels: z.number().optional().describe('Of `too_many_pixels`.'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 application/problem+json.' });

/** The data of a server-sent event. `policy-changed` has its type only. */
const news = z.literal(['connected', 'picture-changed', 'picture-described', 'policy-changed']);
const event = z.object({ type: news, userId: z.number().optional(), version: z.number().optional(), etag: z.string().optional() });

export type GravatarChoice = z.infer<typeof gravatarChoice>;
export type PolicyChange = z.input<typeof policyChange>;
export type AvatarResource = z.infer<typeof avatar>;
export type Removed = z.infer<typeof removed>;
export type SavedResource = z.infer<typeof savedAvatar>;
export type PolicyResource = z.infer<typeof policy>;
export type LimitsResource = z.infer<typeof uploadLimits>;
export type LivenessResource = z.infer<typeof liveness>;
export type ReadinessResource = z.infer<typeof readiness>;
export type EventResource = z.infer<typeof event>;
export type Problem = z.infer<typeof problem>;
