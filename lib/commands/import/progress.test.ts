import { expect, it } from 'vitest';
import { problemOf } from '@/lib/import/problems';
import { createProgress } from './progress';

it('shows failures without what would control the terminal', () => {
  const { add } = createProgress();
  expect([
    ...add({ type: 'picture', file: '\u001b]0;x\u0007a\u202egnp.exe\r\nRow 1: fine.png', result: 'failed', problem: 'Bad.' }),
    ...add({ type: 'person', row: 2, email: null, result: 'failed', ...problemOf('invalid_role', { role: '\u001b[2J' }) }),
  ]).toEqual(['\uFFFD]0;x\uFFFDa\uFFFDgnp.exe\uFFFD\uFFFDRow 1: fine.png: Bad.', 'Row 2: role: Expected member or admin, got \uFFFD[2J.']);
});
