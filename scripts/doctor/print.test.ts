import { expect, it } from 'vitest';
import { ok, problem, warning } from '@/lib/health/doctor/finding';
import { print } from './print';

function printed(...verdicts: ReturnType<typeof ok>[]) {
  const lines: string[] = [];
  const failed = print(
    verdicts.map((verdict, at) => ({ id: String(at), title: `Check ${at}`, ...verdict })),
    (line) => lines.push(line),
  );
  return { failed, lines };
}

it('the command prints each finding, and what to do about those that are not fine', () => {
  expect(printed(ok('Works.'), warning('Could be better.', 'Improve it.'), problem('Is broken.', 'Repair it.'))).toEqual({
    failed: true,
    lines: [
      'ok       Check 0: Works.',
      'WARNING  Check 1: Could be better.',
      '         → Improve it.',
      'PROBLEM  Check 2: Is broken.',
      '         → Repair it.',
      '\n3 checks: 1 problem, 1 warning.',
    ],
  });
});

it('the command fails for problems alone', () => {
  expect(printed(warning('Could be better.', 'Improve it.'), warning('Also.', 'Also.'))).toMatchObject({ failed: false });
  expect(printed(ok('Works.')).lines.at(-1)).toBe('\n1 check: 0 problems, 0 warnings.');
});
