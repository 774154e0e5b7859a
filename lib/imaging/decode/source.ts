import type { InputFormat } from '../media-types';

/** What the header of an upload says. No pixel has been decoded. */
export interface Source {
  bytes: Uint8Array;
  format: InputFormat;
  /** Size as displayed, after EXIF orientation, in pixels. */
  width: number;
  height: number;
  /** Of those that we read; see `movesUnread`. */
  frames: number;
  /** Whether it is an animation of a format whose frames are not read. Its still picture is. */
  hasUnsupportedAnimation?: boolean;
  /** Bytes that decoding holds for each pixel of a frame, at most. */
  heldPerPixel: number;
}
