import Link from 'next/link';
import type { PersonDetails } from '../api/resource';
import { Section } from '../ui/section';
import { type Administrator, DeletionDialog } from './deletion-dialog';

/** Deletes the account of the person for good. */
export function DeletionSection({ person, administrator, busy }: { person: PersonDetails; administrator: Administrator; busy: boolean }) {
  return (
    <Section id="person-deletion-heading" tone="danger" title="Delete account">
      <div className="flex flex-wrap items-center justify-between gap-4">
        {person.id === administrator.id ? (
          <p className="text-muted text-sm">
            This is your own account. Delete it under{' '}
            <Link href="/settings/data" className="link">
              Data
            </Link>
            .
          </p>
        ) : (
          <>
            <p className="min-w-52 max-w-xl flex-1 text-muted text-sm">
              All pictures, sign-ins and API keys go with the account, at once. To keep them, disable the account instead.
            </p>
            <DeletionDialog person={person} administrator={administrator} busy={busy} />
          </>
        )}
      </div>
    </Section>
  );
}
