import { expect, it } from 'vitest';
import type { Level } from '@/lib/health/doctor/finding';
import { print } from './print';

type Printed = [level: Level, detail: string, advice: string];

const OK: Printed = ['ok', 'Works.', 'Nothing to do.'];
const WARNING: Printed = ['warning', 'Could be better.', 'Improve it.'];

function printed(...verdicts: Printed[]) {
  const lines: string[] = [];
  const failed = print(
    verdicts.map(([level, detail, advice], at) => ({ title: `Check ${at}`, level, detail, advice })),
    (line) => lines.push(line),
  );
  return { failed, lines };
}

it('the command prints each finding, and what to do about those that are not fine', () => {
  expect(printed(OK, WARNING, ['problem', 'Is broken.', 'Repair it.'])).toEqual({
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
  expect(printed(WARNING, ['warning', 'Also.', 'Also.'])).toMatchObject({ failed: false });
  expect(printed(OK).lines.at(-1)).toBe('\n1 check: 0 problems, 0 warnings.');
});
