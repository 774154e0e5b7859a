import { Download } from 'lucide-react';
import { buttonClass } from '../ui/button';
import { Section } from '../ui/section';

/** A link, so that the browser shows the progress and keeps nothing of the archive in memory. */
export function DataDownload() {
  return (
    <Section
      id="download-heading"
      title="Download your data"
      about="A ZIP archive of your uploads, your current picture in the common sizes, and your history, addresses, API keys and sign-ins as JSON."
    >
      <a href="/api/me/export" download="likeness.zip" className={buttonClass()}>
        <Download aria-hidden="true" />
        Download
      </a>
    </Section>
  );
}
