import type { ReactNode } from 'react';
import { ClientTexts } from '@/app/client-texts';
import { NeedsScripts } from '@/components/no-script/needs-scripts';
import { PageHeader } from '@/components/ui/page-header';
import { type Part, texts } from '@/lib/languages/page-texts';

interface SettingsPageProps {
  title: string;
  about: string;
  /** Beside the heading. */
  actions?: ReactNode;
  /** The texts of its parts that run in the browser. */
  of: readonly Part[];
  /** Whether all of its controls need scripts. */
  needsScripts?: boolean;
  children: ReactNode;
}

/** A page of the settings. */
export async function SettingsPage({ title, about, actions, of, needsScripts = false, children }: SettingsPageProps) {
  return (
    <div className="space-y-8">
      <PageHeader title={title} about={about} actions={actions} />
      {needsScripts && <NeedsScripts texts={await texts('no-script')} />}
      <ClientTexts of={of}>{children}</ClientTexts>
    </div>
  );
}
