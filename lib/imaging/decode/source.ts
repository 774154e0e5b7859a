import type { InputFormat } from '../media-types';

/** The header of an upload, without any decoded pixels. */
export interface Source {
  bytes: Uint8Array;
  format: InputFormat;
  /** Size as displayed, after EXIF orientation, in pixels. */
  width: number;
  height: number;
  /** Number of decoded frames; see `hasUnsupportedAnimation`. */
  frames: number;
  /** Whether it is an animation in a format of which only the still picture is decoded. */
  hasUnsupportedAnimation?: boolean;
  /** Maximum memory of decoding in bytes for each pixel of a frame. */
  bytesPerPixel: number;
}
