import { useTexts } from '../../../texts/texts';

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

const TEXTS = 'sources.camera.problems';

/** The problem, and what helps. */
export function useCameraProblem(problem: CameraProblem | null): { title: string; advice: string } | null {
  const t = useTexts(`${TEXTS}.${problem ?? 'failed'}`);
  return problem && { title: t('title'), advice: t('advice') };
}
