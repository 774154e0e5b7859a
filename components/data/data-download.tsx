import { Download } from 'lucide-react';
import { buttonClass } from '../ui/button';

/** A link, so that the browser shows the progress and keeps nothing of the archive in memory. */
export function DataDownload() {
  return (
    <section aria-labelledby="download-heading" className="rounded-xl border border-line bg-surface p-5 sm:p-6">
      <h2 id="download-heading" className="font-medium text-lg">
        Download your data
      </h2>
      <p className="mt-2 mb-4 max-w-2xl text-muted text-sm">
        A ZIP archive of your uploads, your current picture in the common sizes, and your history, addresses, API keys and sign-ins as JSON.
      </p>
      <a href="/api/me/export" download="likeness.zip" className={buttonClass()}>
        <Download aria-hidden="true" />
        Download
      </a>
    </section>
  );
}
