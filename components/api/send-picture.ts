import { isForStore, withDirectUpload } from './direct-upload';
import { failure, readFailure } from './failure';
import type { Answer } from './request';
import type { AvatarChange, Crop, SavedResource, UsedUpload } from './resource';
import { type Sent, type TransferOptions, transfer } from './transfer';
import { viaOf } from './via';

export interface Sending {
  answer: Promise<Answer<SavedResource>>;
  abort: () => void;
}

/** `file` is the chosen file, or null to reframe the stored original. */
export interface Picture {
  file: File | null;
  crop: Crop;
  alt: string;
  /** Background of transparent pixels in JPEG, `#rrggbb`. */
  background: string;
  /** Of an animation: the frame of its stills, and whether it moves. */
  stillFrame?: number;
  animate?: boolean;
  /** ETag of the picture to reframe: the crop is only valid for it. */
  tag: string | null;
  /** Id of the kept picture to reframe; the current one by default. */
  version?: number | undefined;
}

const PATH = '/api/me/avatar';
const JSON_BODY = { 'Content-Type': 'application/json' };

/**
 * Saves a picture. Sends the unchanged file and the crop: a canvas would lose quality and fail on large photos.
 * @param directUploadBytes files above this size are sent to the store; null: none
 * @param onProgress share of the bytes sent, from 0 to 1
 */
export function sendPicture(picture: Picture, directUploadBytes: number | null, onProgress: (share: number) => void): Sending {
  const controller = new AbortController();
  const { signal } = controller;
  return { answer: send(picture, directUploadBytes, { signal, onProgress }), abort: () => controller.abort() };
}

function send(picture: Picture, directUploadBytes: number | null, options: TransferOptions): Promise<Answer<SavedResource>> {
  const { file, crop, alt, background, stillFrame, animate, tag, version } = picture;
  if (!file) {
    const headers = { ...JSON_BODY, ...(tag && { 'If-Match': tag }) };
    const body = JSON.stringify({ crop, alt, background, stillFrame, animate } satisfies AvatarChange);
    return saved({ method: 'PATCH', url: version === undefined ? PATH : `${PATH}s/${version}`, headers, body }, options);
  }
  if (!isForStore(file, directUploadBytes)) return saved({ method: 'PUT', url: PATH, body: form(file, picture) }, options);
  return withDirectUpload(file, options, (upload) => {
    const body = JSON.stringify({
      upload,
      name: file.name,
      crop,
      alt,
      background,
      stillFrame,
      animate,
      via: viaOf(file),
    } satisfies UsedUpload);
    // Without its progress: the file has been sent.
    return saved({ method: 'PUT', url: PATH, headers: JSON_BODY, body }, { signal: options.signal });
  });
}

function form(file: File, { crop, alt, background, stillFrame, animate }: Picture): FormData {
  const data = new FormData();
  data.append('crop', JSON.stringify(crop));
  data.append('alt', alt);
  data.append('background', background);
  if (stillFrame !== undefined) data.append('stillFrame', String(stillFrame));
  if (animate !== undefined) data.append('animate', String(animate));
  const via = viaOf(file);
  if (via) data.append('via', via);
  data.append('image', file);
  return data;
}

async function saved(request: Sent, options: TransferOptions): Promise<Answer<SavedResource>> {
  const response = await transfer(request, options);
  if (!(response instanceof XMLHttpRequest)) return { ok: false, failure: response };
  const { status, responseText: text } = response;
  if (status !== 200) return { ok: false, failure: readFailure(status, text, response.getResponseHeader('retry-after')) };
  try {
    return { ok: true, status, etag: response.getResponseHeader('etag'), value: JSON.parse(text) as SavedResource };
  } catch {
    return { ok: false, failure: failure('unexpected') };
  }
}
