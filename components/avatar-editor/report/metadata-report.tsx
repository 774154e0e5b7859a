import { ShieldCheck } from 'lucide-react';
import type { Removed } from '../../api/resource';
import { useLocale, useTexts } from '../../texts/texts';
import { Disclosure } from '../../ui/disclosure';
import { reportRows, technicalFields } from './format-report';

/** The metadata removed from the file that was just saved. Shown once, only to the person who saved it: the server stores no list. */
export function MetadataReport({ removed }: { removed: readonly Removed[] }) {
  const t = useTexts('picture.report');
  const locale = useLocale();
  if (removed.length === 0) return null;
  const rows = reportRows(removed, t, locale);
  const technical = technicalFields(removed, t);
  return (
    <Disclosure title={t('title')} icon={<ShieldCheck />} testId="metadata-report">
      <p className="max-w-2xl text-muted text-sm">
        {t('about')} {t('once')}
      </p>
      {rows.length > 0 && (
        <dl className="grid max-w-2xl gap-x-6 gap-y-1.5 text-sm sm:grid-cols-[fit-content(16rem)_minmax(0,1fr)]">
          {rows.map(({ name, value }) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="wrap-anywhere mb-1.5 sm:mb-0">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {technical && (
        <details className="text-sm">
          <summary className="min-h-6 w-fit rounded py-1 text-muted">{technical.summary}</summary>
          <p className="wrap-anywhere mt-1 text-muted">{technical.names}</p>
        </details>
      )}
    </Disclosure>
  );
}
