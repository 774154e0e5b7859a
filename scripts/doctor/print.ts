import type { Finding } from '@/lib/health/doctor/finding';

const LABELS: Record<Finding['level'], string> = { ok: 'ok', warning: 'WARNING', problem: 'PROBLEM' };

/** Prints findings in their order. @returns whether one is a problem */
export function print(
  findings: readonly Pick<Finding, 'level' | 'title' | 'detail' | 'advice'>[],
  write: (line: string) => void = console.log,
): boolean {
  for (const { level, title, detail, advice } of findings) {
    write(`${LABELS[level].padEnd(8)} ${title}: ${detail}`);
    if (level !== 'ok') write(`         → ${advice}`);
  }
  const of = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  write(`\n${counted(findings.length, 'check')}: ${counted(of('problem'), 'problem')}, ${counted(of('warning'), 'warning')}.`);
  return of('problem') > 0;
}

const counted = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
