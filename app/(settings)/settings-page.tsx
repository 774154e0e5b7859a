import type { ReactNode } from 'react';
import { ClientTexts } from '@/app/client-texts';
import { PageHeader } from '@/components/ui/page-header';
import type { Part } from '@/lib/languages/page-texts';

interface SettingsPageProps {
  title: string;
  about: string;
  /** Beside the heading. */
  actions?: ReactNode;
  /** The texts of its parts that run in the browser. */
  of: readonly Part[];
  children: ReactNode;
}

/** A page of the settings. */
export function SettingsPage({ title, about, actions, of, children }: SettingsPageProps) {
  return (
    <div className="space-y-8">
      <PageHeader title={title} about={about} actions={actions} />
      <ClientTexts of={of}>{children}</ClientTexts>
    </div>
  );
}
