import { SearchX } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../api/resource';
import { Moment } from '../dates/dates';
import type { PageTexts } from '../texts/catalogues';
import { List } from '../ui/list';
import { EntryDetails } from './entry-details';

interface AuditListProps {
  entries: readonly AuditEntry[];
  /** Of the people who have an account, by id. */
  names: ReadonlyMap<number, string>;
  texts: PageTexts<'audit'>;
}

/** Entries of one page, with links to the people in them. */
export function AuditList({ entries, names, texts: t }: AuditListProps) {
  const linkTo = (id: number) => (text: ReactNode) => (
    <Link href={`/settings/people/${id}`} prefetch={false} className="link">
      {text}
    </Link>
  );
  /** The log has numbers alone. A name is that of today, and that of a deleted account is gone. */
  function told(id: number, { named, numbered }: { named: 'list.named' | 'list.byNamed'; numbered: 'list.person' | 'list.byPerson' }) {
    const name = names.get(id);
    if (name === undefined) return t.rich(numbered, { id, link: linkTo(id) });
    return t.rich(named, { id, name, link: linkTo(id) });
  }

  return (
    <List empty={t('list.empty')} emptyIcon={<SearchX aria-hidden="true" />}>
      {entries.map(({ id, at, action, actor, actorId, subjectId, address, details }) => (
        <li key={id} className="break-words p-4 text-sm sm:px-5">
          <p className="flex flex-wrap gap-x-3">
            <span className="font-medium">{t(`actions.${action}`)}</span>
            {subjectId !== null && <span>{told(subjectId, { named: 'list.named', numbered: 'list.person' })}</span>}
            {actor === 'system' && <span className="text-muted">{t('list.byServer')}</span>}
            {actor === 'command' && <span className="text-muted">{t('list.byCommand')}</span>}
            {actor === 'service-key' && <span className="text-muted">{t('list.byServiceKey', { id: String(actorId) })}</span>}
            {actor === 'person' && actorId !== null && actorId !== subjectId && (
              <span className="text-muted">{told(actorId, { named: 'list.byNamed', numbered: 'list.byPerson' })}</span>
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
