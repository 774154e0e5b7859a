import Link from 'next/link';
import type { PersonDetails } from '../api/resource';
import { useTexts } from '../texts/texts';
import { Section } from '../ui/section';
import { type Administrator, DeletionDialog } from './deletion-dialog';

/** Deletes the account of the person for good. */
export function DeletionSection({ person, administrator, busy }: { person: PersonDetails; administrator: Administrator; busy: boolean }) {
  const t = useTexts('person.deletion');
  return (
    <Section id="person-deletion-heading" tone="danger" title={t('title')}>
      <div className="flex flex-wrap items-center justify-between gap-4">
        {person.id === administrator.id ? (
          <p className="text-muted text-sm">
            {t.rich('own', {
              link: (text) => (
                <Link href="/settings/data" className="link">
                  {text}
                </Link>
              ),
            })}
          </p>
        ) : (
          <>
            <p className="min-w-52 max-w-xl flex-1 text-muted text-sm">{t('about')}</p>
            <DeletionDialog person={person} administrator={administrator} busy={busy} />
          </>
        )}
      </div>
    </Section>
  );
}
