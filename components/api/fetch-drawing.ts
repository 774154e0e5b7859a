import { readFailure } from './failure';
import { type Answer, noAnswer } from './request';
import { noteVia } from './via';

/** Pixels of a drawing that becomes a picture: the largest that is shown. */
const PICTURE_SIDE = 1024;

/** @param side in pixels */
export function drawingUrl(style: string, seed: string, side: number): string {
  return `/api/me/drawings/${style}?${new URLSearchParams({ seed, size: String(side) })}`;
}

/** The drawing as a file. Never throws. */
export async function fetchDrawing(style: string, seed: string): Promise<Answer<File>> {
  try {
    const response = await fetch(drawingUrl(style, seed, PICTURE_SIDE));
    const { status, headers } = response;
    if (!response.ok) return { ok: false, failure: readFailure(status, await response.text(), headers.get('retry-after')) };
    const file = new File([await response.blob()], `${style}.png`, { type: 'image/png' });
    return { ok: true, status, etag: null, value: noteVia(file, 'drawing') };
  } catch {
    return { ok: false, failure: noAnswer() };
  }
}
