import { z } from 'zod';
import type { Principal } from '@/lib/accounts/ports';
import type { Change, Upload } from '@/lib/avatars/change';
import type { PageVia, Via } from '@/lib/avatars/kept/ports';
import { lowerBound } from '@/lib/avatars/policy';
import type { DirectUploads } from '@/lib/avatars/uploads/direct-uploads';
import { AvatarError } from '@/lib/errors';
import { type RequestBody, readBytes, readJson } from '@/lib/http/body/body';
import { parseFields } from '@/lib/http/body/fields';
import { isMultipart, type Multipart, readMultipart, textField } from '@/lib/http/body/multipart';
import type { Context, Services } from '@/lib/http/endpoint';
import { wrongField } from './parts';
import { moderatedUpload } from './people/moderation-schemas';
import { type ConditionalChange, preconditionsOf } from './preconditions';
import { avatarChange, crop, ownUpload, pageVia, usedUpload } from './upload-schemas';

/** The principal, the person and the preconditions of a change. @throws AvatarError precondition_failed */
export function changeOf(request: Request, { principal }: Context<Principal>): ConditionalChange {
  const preconditions = preconditionsOf(request);
  preconditions?.plausibleFor(principal.userId);
  return { principal, userId: principal.userId, preconditions, signal: request.signal };
}

/** The same for a file that the client has uploaded to the store. */
export type DirectUpload = Omit<Upload, 'bytes'> & { uploadId: string };

/** A picture in a form with `image`, `crop`, `alt` and `background`, or the bytes alone, or JSON with the id of an upload to the store. */
export async function readUpload({ body, services }: Pick<Context, 'body' | 'services'>): Promise<Upload | DirectUpload> {
  if (services.directUploads && body.contentType.value === 'application/json') {
    const { upload, name, ...framing } = parseFields(usedUpload, (await readJson(body)) ?? {});
    return { uploadId: upload, fileName: name, ...framing };
  }
  const limitBytes = lowerBound(await services.policies.policy(), services.maxUploadBytes);
  return isMultipart(body) ? formUpload(body, limitBytes) : rawUpload(body, limitBytes);
}

/** The same of the person's own picture, with where it comes from. @throws AvatarError invalid_request */
export async function readOwnUpload(context: Context<Principal>): Promise<Upload | DirectUpload> {
  const { body, services, principal } = context;
  const isPage = principal.via === 'session';
  const originOf = (given: PageVia | undefined): Via => {
    if (given === undefined) return isPage ? 'browser' : 'api';
    if (isPage) return given;
    throw wrongField('via', 'Expected no via: only pages of this site, with the session of a browser, send it.', 'unexpected');
  };
  if (services.directUploads && body.contentType.value === 'application/json') {
    const { upload, name, via, ...framing } = parseFields(ownUpload, (await readJson(body)) ?? {});
    return { uploadId: upload, fileName: name, ...framing, via: originOf(via) };
  }
  if (!isMultipart(body)) return { ...(await readUpload(context)), via: originOf(undefined) };
  const form = await readMultipart(body, lowerBound(await services.policies.policy(), services.maxUploadBytes));
  const { via } = parseFields(z.object({ via: pageVia.optional() }), { via: textField(form, 'via') });
  return { ...uploadIn(form), via: originOf(via) };
}

/** Runs `save` with the bytes of the upload, which count as used once it succeeds. */
export function saveUpload<T>(
  change: Change,
  upload: Upload | DirectUpload,
  { services, body }: Pick<Context, 'body' | 'services'>,
  save: (upload: Upload) => Promise<T>,
): Promise<T> {
  if ('bytes' in upload) return save(upload);
  const { uploadId, ...rest } = upload;
  return requireDirectUploads(services).use(change, uploadId, body.reserve, (bytes) => save({ ...rest, bytes }));
}

/** The upload with its bytes. It is not used by that. */
export async function wholeUpload(change: Change, upload: Upload | DirectUpload, { services, body }: Context): Promise<Upload> {
  if ('bytes' in upload) return upload;
  const { uploadId, ...rest } = upload;
  return { ...rest, bytes: await requireDirectUploads(services).read(change, uploadId, body.reserve) };
}

/** @throws AvatarError not_found where the store takes no uploads from clients */
export function requireDirectUploads({ directUploads }: Services): DirectUploads {
  if (directUploads) return directUploads;
  throw new AvatarError('not_found', 'This server has no uploads to its store. Send the picture to PUT /api/me/avatar.');
}

/** The same with a reason, where the body has one. The bytes alone have none. */
export async function readModeratedUpload(
  context: Pick<Context, 'body' | 'services'>,
): Promise<(Upload | DirectUpload) & { reason?: string | undefined }> {
  const { body, services } = context;
  if (services.directUploads && body.contentType.value === 'application/json') {
    const { upload, name, ...rest } = parseFields(moderatedUpload, (await readJson(body)) ?? {});
    return { uploadId: upload, fileName: name, ...rest };
  }
  if (!isMultipart(body)) return readUpload(context);
  const form = await readMultipart(body, lowerBound(await services.policies.policy(), services.maxUploadBytes));
  return { ...uploadIn(form), reason: textField(form, 'reason') };
}

async function rawUpload(body: RequestBody, limitBytes: number): Promise<Upload> {
  const bytes = await readBytes(body, limitBytes);
  if (bytes.byteLength === 0) throw new AvatarError('no_file', 'Expected the picture as the body, or a form with the field image.');
  return { bytes };
}

async function formUpload(body: RequestBody, limitBytes: number): Promise<Upload> {
  return uploadIn(await readMultipart(body, limitBytes));
}

function uploadIn(form: Multipart): Upload {
  const images = form.files.filter((file) => file.field === 'image');
  const [image] = images;
  if (!image) throw new AvatarError('no_file', 'Expected a file in the field image.');
  if (images.length > 1) throw new AvatarError('several_files', `Expected one file in the field image, got ${images.length}.`);
  const cropText = textField(form, 'crop');
  return {
    bytes: image.bytes,
    fileName: image.fileName,
    crop: cropText === undefined ? undefined : parseFields(z.object({ crop }), { crop: parseJson(cropText) }).crop,
    alt: textField(form, 'alt'),
    background: textField(form, 'background'),
    ...parseFields(animationFields, { stillFrame: jsonField(form, 'stillFrame'), animate: jsonField(form, 'animate') }),
  };
}

const animationFields = avatarChange.pick({ stillFrame: true, animate: true });

/** A number, true or false in a form. Other text stays as it is, and is refused by the schema. */
function jsonField(form: Multipart, name: string): unknown {
  const text = textField(form, name);
  return text !== undefined && /^(?:-?\d{1,9}|true|false)$/.test(text) ? JSON.parse(text) : text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const message = 'Expected JSON such as {"x":0,"y":0,"width":100,"height":100,"rotate":0}.';
    throw wrongField('crop', message, 'invalid');
  }
}
