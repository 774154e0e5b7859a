import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { Examination } from '../api/resource';
import { Badge } from '../ui/badge';
import { cn } from '../ui/cn';

type Finding = Examination['findings'][number];

const LEVELS = {
  problem: { Icon: CircleAlert, label: 'Problem', badge: 'bg-danger-soft', icon: 'text-danger' },
  warning: { Icon: TriangleAlert, label: 'Warning', badge: 'bg-warning-soft', icon: 'text-warning' },
  ok: { Icon: CircleCheck, label: 'Fine', badge: 'bg-accent-soft', icon: 'text-accent' },
};

/** One finding, and what to do about it. */
export function FindingRow({ finding: { level, title, detail, advice } }: { finding: Finding }) {
  const { Icon, label, badge, icon } = LEVELS[level];
  return (
    <li className="flex gap-3 p-4 sm:px-5">
      <Icon className={cn('mt-0.5 size-5 shrink-0', icon)} aria-hidden="true" />
      <div className="min-w-0 space-y-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h2 className="font-medium">{title}</h2>
          <Badge className={badge}>{label}</Badge>
        </div>
        <p className="wrap-anywhere text-sm">{detail}</p>
        {level !== 'ok' && (
          <p className="wrap-anywhere text-muted text-sm">
            <span className="font-medium text-ink">What to do:</span> {advice}
          </p>
        )}
      </div>
    </li>
  );
}
