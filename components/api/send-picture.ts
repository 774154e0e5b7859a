import { failure, readFailure } from './failure';
import { type Answer, noAnswer } from './request';
import type { AvatarChange, Crop, SavedResource } from './resource';

/** Milliseconds without progress after which an upload counts as stalled. The total time has no limit, for slow lines. */
const STALL_MS = 60_000;

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
  /** ETag of the picture to reframe: the crop is only valid for it. */
  tag: string | null;
}

/**
 * Saves a picture. Uses XMLHttpRequest because fetch reports no upload progress. Sends the unchanged file and the crop: a canvas would lose
 * quality and fail on large photos.
 * @param onProgress share of the bytes sent, from 0 to 1
 */
export function sendPicture({ file, crop, alt, background, tag }: Picture, onProgress: (share: number) => void): Sending {
  const xhr = new XMLHttpRequest();
  const answer = new Promise<Answer<SavedResource>>((resolve) => {
    let stalled: ReturnType<typeof setTimeout>;
    const alive = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => {
        resolve({ ok: false, failure: failure('timeout') });
        xhr.abort();
      }, STALL_MS);
    };
    alive();
    xhr.upload.onprogress = ({ loaded, total }) => {
      alive();
      onProgress(total > 0 ? loaded / total : 0);
    };
    xhr.upload.onload = () => {
      alive();
      onProgress(1);
    };
    xhr.onload = () => resolve(read(xhr));
    xhr.onerror = () => resolve({ ok: false, failure: noAnswer() });
    xhr.onabort = () => resolve({ ok: false, failure: failure('aborted') });
    xhr.onloadend = () => clearTimeout(stalled);
  });
  xhr.open(file ? 'PUT' : 'PATCH', '/api/me/avatar');
  if (file) xhr.send(form(file, crop, alt, background));
  else {
    xhr.setRequestHeader('Content-Type', 'application/json');
    if (tag) xhr.setRequestHeader('If-Match', tag);
    xhr.send(JSON.stringify({ crop, alt, background } satisfies AvatarChange));
  }
  return { answer, abort: () => xhr.abort() };
}

function form(file: File, crop: Crop, alt: string, background: string): FormData {
  const data = new FormData();
  data.append('crop', JSON.stringify(crop));
  data.append('alt', alt);
  data.append('background', background);
  data.append('image', file);
  return data;
}

function read(xhr: XMLHttpRequest): Answer<SavedResource> {
  if (xhr.status !== 200) return { ok: false, failure: readFailure(xhr.status, xhr.responseText, xhr.getResponseHeader('retry-after')) };
  try {
    return { ok: true, status: 200, etag: xhr.getResponseHeader('etag'), value: JSON.parse(xhr.responseText) as SavedResource };
  } catch {
    return { ok: false, failure: failure('unexpected') };
  }
}
