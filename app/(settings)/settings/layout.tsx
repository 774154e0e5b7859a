import type { ReactNode } from 'react';
import { DeletionNotice } from '@/components/data/deletion-notice';
import { SettingsNav } from '@/components/header/settings-nav';
import { deletionDue, signedIn } from '@/lib/pages';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const person = await signedIn();
  const deleteAt = person && (await deletionDue(person.id));
  return (
    <div className="mx-auto max-w-5xl px-4 pb-16 sm:px-6">
      <SettingsNav isAdmin={person?.isAdmin ?? false} />
      {deleteAt && <DeletionNotice deleteAt={deleteAt} />}
      {children}
    </div>
  );
}
