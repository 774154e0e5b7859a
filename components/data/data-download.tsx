import { Download } from 'lucide-react';
import type { PageTexts } from '../texts/catalogues';
import { buttonClass } from '../ui/button';
import { Section } from '../ui/section';

/** A link, so that the browser shows the progress and keeps nothing of the archive in memory. */
export function DataDownload({ t }: { t: PageTexts<'data'> }) {
  return (
    <Section id="download-heading" title={t('download.title')} about={t('download.about')}>
      <a href="/api/me/export" download="likeness.zip" className={buttonClass()}>
        <Download aria-hidden="true" />
        {t('download.submit')}
      </a>
    </Section>
  );
}
