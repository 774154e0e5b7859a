'use client';

import { useCallback, useEffect, useState } from 'react';
import { request } from '../api/request';
import type { Examination as ExaminationResource } from '../api/resource';
import { listCounts } from '../texts/list-counts';
import { type PartTexts, useLocale, useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { List } from '../ui/list';
import { Notice } from '../ui/notice';
import { SkeletonRows } from '../ui/skeleton';
import { Spinner } from '../ui/spinner';
import { FindingRow } from './finding-row';

type Finding = ExaminationResource['findings'][number];

const ORDER: Finding['level'][] = ['problem', 'warning', 'ok'];

/** Has the server examine itself, and shows what it found, the worst first. */
export function Examination() {
  const t = useTexts('health.list');
  const locale = useLocale();
  const explain = useExplain();
  const [checking, setChecking] = useState(true);
  const [findings, setFindings] = useState<Finding[]>([]);
  const [failure, setFailure] = useState<string>();

  const check = useCallback(async () => {
    setChecking(true);
    const answer = await request<ExaminationResource>('/api/doctor');
    setChecking(false);
    setFailure(answer.ok ? undefined : explain.failure(answer.failure));
    if (answer.ok) setFindings(answer.value.findings.toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level)));
  }, [explain]);

  useEffect(() => {
    void check();
  }, [check]);

  return (
    <div className="space-y-5">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-2xl border border-line bg-surface p-4 shadow-card sm:px-5">
        {/* Two lines on phones from the start, above the button, and the spinner after the text: nothing moves when the answer comes. */}
        <p role="status" className="flex min-h-12 min-w-0 basis-full items-center gap-2.5 font-medium sm:min-h-6 sm:basis-auto">
          {checking ? t('checking') : failure === undefined && t('summary', summaryOf(findings, t, locale))}
          {checking && <Spinner />}
        </p>
        {/* It keeps the focus while it checks. */}
        <Button aria-disabled={checking} onClick={() => checking || void check()}>
          {t('again')}
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

/** `worst` selects the sentence. */
function summaryOf(findings: readonly Finding[], t: PartTexts<'health.list'>, locale: string) {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const found = listCounts(
    [
      [count('problem'), (values) => t('problems', values)],
      [count('warning'), (values) => t('warnings', values)],
    ],
    locale,
  );
  return { worst: found === '' ? 'none' : 'some', found, count: findings.length };
}
