import { Share2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Disclosure } from '../../ui/disclosure';

const Share = lazy(() => import('./share'));

/** Folded: most people never need an address. */
export function ShareSection() {
  return (
    <Disclosure title="Use it elsewhere" icon={<Share2 />} testId="share">
      <Suspense fallback={<p className="text-muted text-sm">Loading…</p>}>
        <Share />
      </Suspense>
    </Disclosure>
  );
}
