import { SearchX } from 'lucide-react';
import Link from 'next/link';
import type { AuditEntry } from '../api/resource';
import { Moment } from '../dates/dates';
import { List } from '../ui/list';
import { ACTIONS } from './actions';
import { EntryDetails } from './entry-details';

/** Entries of one page, with links to the people in them. */
export function AuditList({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <List empty="No entry matches." emptyIcon={<SearchX aria-hidden="true" />}>
      {entries.map(({ id, at, action, actor, actorId, subjectId, address, details }) => (
        <li key={id} className="break-words p-4 text-sm sm:px-5">
          <p className="flex flex-wrap gap-x-3">
            <span className="font-medium">{ACTIONS[action]}</span>
            {subjectId !== null && <PersonLink id={subjectId} />}
            {actor === 'system' && <span className="text-muted">by the server</span>}
            {actor === 'command' && <span className="text-muted">by the command line</span>}
            {actor === 'service-key' && <span className="text-muted">by service key {actorId}</span>}
            {actor === 'person' && actorId !== null && actorId !== subjectId && (
              <span className="text-muted">
                by <PersonLink id={actorId} />
              </span>
            )}
          </p>
          <p className="mt-0.5 text-muted">
            <Moment date={at} />
            {address && ` · ${address}`}
          </p>
          <EntryDetails details={details} />
        </li>
      ))}
    </List>
  );
}

function PersonLink({ id }: { id: number }) {
  return (
    <Link href={`/settings/people/${id}`} prefetch={false} className="link">
      Person {id}
    </Link>
  );
}
