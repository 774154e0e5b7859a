import { noteVia } from '../../../api/via';

/** High, since the server encodes the photo again. */
const JPEG_QUALITY = 0.95;

/**
 * The current frame of the video as a file. The preview is mirrored, as people know themselves from a mirror, and the photo is not: that is
 * how others see them, and letters on clothes stay readable. The editor can mirror it.
 */
export async function takePhoto(video: HTMLVideoElement): Promise<File | null> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
  return blob && noteVia(new File([blob], 'camera.jpg', { type: 'image/jpeg' }), 'camera');
}
