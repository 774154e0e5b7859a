import { expect, it } from 'vitest';
import { renderHook } from '@/testing/page-texts';
import { type CameraProblem, cameraProblem, useCameraProblem } from './camera-problem';

it.each([
  ['NotAllowedError', 'refused'],
  ['SecurityError', 'refused'],
  ['NotFoundError', 'missing'],
  ['OverconstrainedError', 'missing'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
  ['TypeError', 'failed'],
] as const)('after %s the camera is %s', (name, problem) => {
  expect(cameraProblem(new DOMException('The words of a browser', name))).toBe(problem);
});

it('every problem is one sentence, with advice', () => {
  expect(cameraProblem('no error')).toBe('failed');
  for (const problem of ['insecure', 'refused', 'missing', 'busy', 'lost', 'failed'] satisfies CameraProblem[]) {
    const { title, advice } = renderHook(() => useCameraProblem(problem)) ?? {};
    expect(title).toMatch(/^[A-Z][^.]*\.$/);
    expect(advice).toMatch(/^[A-Z].*\.$/);
  }
});
