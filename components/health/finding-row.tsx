import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { Examination } from '../api/resource';
import { Coded } from '../texts/coded';
import { useTexts } from '../texts/texts';
import { Badge } from '../ui/badge';
import { cn } from '../ui/cn';

type Finding = Examination['findings'][number];

const LEVELS = {
  problem: { Icon: CircleAlert, badge: 'bg-danger-soft', icon: 'text-danger' },
  warning: { Icon: TriangleAlert, badge: 'bg-warning-soft', icon: 'text-warning' },
  ok: { Icon: CircleCheck, badge: 'bg-accent-soft', icon: 'text-accent' },
};

/** One finding, and what to do about it. */
export function FindingRow({ finding: { id, level, title, detail, advice, observations, remedies } }: { finding: Finding }) {
  const t = useTexts('health.list');
  const check = `checks.${id}`;
  const { Icon, badge, icon } = LEVELS[level];
  return (
    <li className="flex gap-3 p-4 sm:px-5">
      <Icon className={cn('mt-0.5 size-5 shrink-0', icon)} aria-hidden="true" />
      <div className="min-w-0 space-y-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h2 className="font-medium">{t.has(check) ? t(check) : title}</h2>
          <Badge className={badge}>{t(`levels.${level}`)}</Badge>
        </div>
        <p className="wrap-anywhere text-sm">
          <Coded part="health.observations" sentences={observations} english={detail} />
        </p>
        {level !== 'ok' && (
          <p className="wrap-anywhere text-muted text-sm">
            <span className="font-medium text-ink">{t('advice')}</span>{' '}
            <Coded part="health.remedies" sentences={remedies} english={advice} />
          </p>
        )}
      </div>
    </li>
  );
}
