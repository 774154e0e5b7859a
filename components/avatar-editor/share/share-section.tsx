import { Share2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTexts } from '../../texts/texts';
import { Disclosure } from '../../ui/disclosure';

const Share = lazy(() => import('./share'));

/** Folded: most people never need an address. */
export function ShareSection() {
  const t = useTexts('picture.share');
  const controls = useTexts('controls');
  return (
    <Disclosure title={t('title')} icon={<Share2 />} testId="share">
      <Suspense fallback={<p className="text-muted text-sm">{controls('loading')}</p>}>
        <Share />
      </Suspense>
    </Disclosure>
  );
}
