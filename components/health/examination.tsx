'use client';

import { useCallback, useEffect, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { Examination as ExaminationResource } from '../api/resource';
import { Button } from '../ui/button';
import { List } from '../ui/list';
import { Notice } from '../ui/notice';
import { SkeletonRows } from '../ui/skeleton';
import { FindingRow } from './finding-row';

type Finding = ExaminationResource['findings'][number];

const ORDER: Finding['level'][] = ['problem', 'warning', 'ok'];

/** Has the server examine itself, and shows what it found, the worst first. */
export function Examination() {
  const [checking, setChecking] = useState(true);
  const [findings, setFindings] = useState<Finding[]>([]);
  const [failure, setFailure] = useState<string>();

  const check = useCallback(async () => {
    setChecking(true);
    const answer = await request<ExaminationResource>('/api/doctor');
    setChecking(false);
    setFailure(answer.ok ? undefined : errorMessage(answer.failure));
    if (answer.ok) setFindings(answer.value.findings.toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level)));
  }, []);

  useEffect(() => {
    void check();
  }, [check]);

  return (
    <div className="space-y-5">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-2xl border border-line bg-surface p-4 shadow-card sm:px-5">
        <p role="status" className="min-w-0 font-medium">
          {checking ? 'Checking. A test upload makes this take some seconds…' : failure === undefined && summary(findings)}
        </p>
        {/* It keeps the focus while it checks. */}
        <Button busy={checking} onClick={() => checking || void check()}>
          Check again
        </Button>
      </div>
      {failure !== undefined && <Notice kind="error">{failure}</Notice>}
      {checking && findings.length === 0 && <SkeletonRows rows={6} />}
      {findings.length > 0 && (
        <List>
          {findings.map((finding) => (
            <FindingRow key={finding.id} finding={finding} />
          ))}
        </List>
      )}
    </div>
  );
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  if (problems + warnings === 0) return `All ${findings.length} checks are fine.`;
  return `${counted(problems, 'problem')} and ${counted(warnings, 'warning')} in ${findings.length} checks.`;
}

const counted = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
