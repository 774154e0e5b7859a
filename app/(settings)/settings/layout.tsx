import type { ReactNode } from 'react';
import { SettingsNav } from '@/components/header/settings-nav';
import { signedIn } from '@/lib/pages';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto max-w-5xl px-4 pb-16 sm:px-6">
      <SettingsNav isAdmin={(await signedIn())?.isAdmin ?? false} />
      {children}
    </div>
  );
}
