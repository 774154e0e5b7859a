import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { Examination } from '../api/resource';
import { useTexts } from '../texts/texts';
import { Badge } from '../ui/badge';
import { cn } from '../ui/cn';

type Finding = Examination['findings'][number];

const LEVELS = {
  problem: { Icon: CircleAlert, badge: 'bg-danger-soft', icon: 'text-danger' },
  warning: { Icon: TriangleAlert, badge: 'bg-warning-soft', icon: 'text-warning' },
  ok: { Icon: CircleCheck, badge: 'bg-accent-soft', icon: 'text-accent' },
};

/** One finding, and what to do about it: for the operator of the server, whose settings and logs are in English as well. */
export function FindingRow({ finding: { id, level, title, detail, advice } }: { finding: Finding }) {
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
        <p lang="en" dir="ltr" className="wrap-anywhere text-start text-sm">
          {detail}
        </p>
        {level !== 'ok' && (
          <p className="wrap-anywhere text-muted text-sm">
            <span className="font-medium text-ink">{t('advice')}</span>{' '}
            <span lang="en" dir="ltr">
              {advice}
            </span>
          </p>
        )}
      </div>
    </li>
  );
}
