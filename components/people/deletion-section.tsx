import Link from 'next/link';
import type { PersonDetails } from '../api/resource';
import { type Administrator, DeletionDialog } from './deletion-dialog';

/** Deletes the account of the person for good. */
export function DeletionSection({ person, administrator, busy }: { person: PersonDetails; administrator: Administrator; busy: boolean }) {
  return (
    <section aria-labelledby="person-deletion-heading" className="rounded-xl border border-line bg-surface p-5 sm:p-6">
      <h2 id="person-deletion-heading" className="font-medium text-lg">
        Delete account
      </h2>
      <div className="mt-2 flex flex-wrap items-center justify-between gap-4">
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
    </section>
  );
}
