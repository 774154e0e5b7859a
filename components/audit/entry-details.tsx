'use client';

import type { AuditEntry } from '../api/resource';
import { useDates } from '../dates/dates';
import { useTexts } from '../texts/texts';
import { describeDetails } from './details';

/** The details of an entry: in words, or collapsed. */
export function EntryDetails({ details }: Pick<AuditEntry, 'details'>) {
  const t = useTexts('audit.details');
  const { words, more } = describeDetails(details, t, useDates().moment);
  return (
    <>
      {words.length > 0 && <p className="mt-0.5 text-muted">{words.join(' · ')}</p>}
      {more.length > 0 && (
        <details className="mt-0.5 text-muted">
          <summary className="w-fit cursor-pointer py-1">{t('more')}</summary>
          <dl className="break-all">
            {more.map(({ name, value }) => (
              <div key={name}>
                <dt className="inline">{t('term', { name })} </dt>
                <dd className="inline">{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
