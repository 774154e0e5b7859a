'use client';

import type { AuditEntry } from '../api/resource';
import { useDates } from '../dates/dates';
import { describeDetails } from './details';

/** The details of an entry: in words, or collapsed. */
export function EntryDetails({ details }: Pick<AuditEntry, 'details'>) {
  const { words, more } = describeDetails(details, useDates().moment);
  return (
    <>
      {words.length > 0 && <p className="mt-0.5 text-muted">{words.join(' · ')}</p>}
      {more.length > 0 && (
        <details className="mt-0.5 text-muted">
          <summary className="w-fit cursor-pointer py-1">Details</summary>
          <dl className="break-all">
            {more.map(({ name, value }) => (
              <div key={name}>
                <dt className="inline">{name}: </dt>
                <dd className="inline">{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
