import type { ReactNode } from 'react';
import { ClientTexts } from '@/app/client-texts';
import { PageHeader } from '@/components/ui/page-header';
import { directionOf } from '@/lib/languages/languages';
import { type Part, pageLanguage } from '@/lib/languages/page-texts';

interface SettingsPageProps {
  title: string;
  about: string;
  /** The texts of its parts that run in the browser. */
  of: readonly Part[];
  children: ReactNode;
}

/** A page of the settings in the language of its reader. */
export async function SettingsPage({ title, about, of, children }: SettingsPageProps) {
  const language = await pageLanguage();
  return (
    <div lang={language} dir={directionOf(language)} className="space-y-8">
      <PageHeader title={title} about={about} />
      <ClientTexts of={of}>{children}</ClientTexts>
    </div>
  );
}
