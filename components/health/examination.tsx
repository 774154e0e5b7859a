'use client';

import { useCallback, useEffect, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { Examination as ExaminationResource } from '../api/resource';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { FindingRow } from './finding-row';

type Finding = ExaminationResource['findings'][number];
type Checked = { state: 'checking' } | { state: 'failed'; text: string } | { state: 'done'; findings: Finding[] };

const ORDER: Finding['level'][] = ['problem', 'warning', 'ok'];

/** Has the server examine itself, and shows what it found, the worst first. */
export function Examination() {
  const [checked, setChecked] = useState<Checked>({ state: 'checking' });

  const check = useCallback(async () => {
    setChecked({ state: 'checking' });
    const answer = await request<ExaminationResource>('/api/doctor');
    if (answer.ok) setChecked({ state: 'done', findings: answer.value.findings });
    else setChecked({ state: 'failed', text: errorMessage(answer.failure) });
  }, []);

  useEffect(() => {
    void check();
  }, [check]);

  return (
    <div className="space-y-5">
      <div role="status" className="text-muted text-sm">
        {checked.state === 'checking' && <p>Checking. A test upload makes this take some seconds…</p>}
        {checked.state === 'done' && <p>{summary(checked.findings)}</p>}
      </div>
      {checked.state === 'failed' && <Notice kind="error">{checked.text}</Notice>}
      {checked.state !== 'checking' && <Button onClick={() => void check()}>Check again</Button>}
      {checked.state === 'done' && (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {checked.findings
            .toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level))
            .map((finding) => (
              <FindingRow key={finding.id} finding={finding} />
            ))}
        </ul>
      )}
    </div>
  );
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  if (problems + warnings === 0) return `All ${findings.length} checks are fine.`;
  return `${problems === 1 ? '1 problem' : `${problems} problems`} and ${warnings === 1 ? '1 warning' : `${warnings} warnings`} in ${findings.length} checks.`;
}
