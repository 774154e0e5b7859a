/** Why there is no picture of the camera. */
export type CameraProblem = 'insecure' | 'refused' | 'missing' | 'busy' | 'lost' | 'failed';

/** @param error of `getUserMedia` (Media Capture and Streams, section 10.2) */
export function cameraProblem(error: unknown): CameraProblem {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'failed';
  }
}

/** The problem, and what helps. */
export const CAMERA_MESSAGES: Record<CameraProblem, { title: string; advice: string }> = {
  insecure: {
    title: 'The camera works on secure pages only.',
    advice: 'Open this site by an address that begins with https://, or upload a photo.',
  },
  refused: {
    title: 'This page may not use the camera.',
    advice:
      'Allow it beside the address bar of your browser, and in the settings of your device for the browser. Then try again. Only you see the camera until you save a picture.',
  },
  missing: { title: 'No camera was found.', advice: 'Connect one, then try again, or upload a photo.' },
  busy: { title: 'The camera is in use.', advice: 'Close other programs and pages that use it, such as a video call, then try again.' },
  lost: { title: 'The camera was disconnected.', advice: 'Connect it again, then try again.' },
  failed: { title: 'The camera could not be started.', advice: 'Try again, or upload a photo.' },
};
