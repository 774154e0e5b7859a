import { Download } from 'lucide-react';
import { buttonClass } from '../ui/button';

/** Downloads the selected entries, on all pages. */
export function AuditExport({ label, ...filter }: { action: string; subject: string; actor: string; label: string }) {
  return (
    <a href={`/api/audit/export?${new URLSearchParams(filter)}`} download className={buttonClass()}>
      <Download aria-hidden="true" /> {label}
    </a>
  );
}
