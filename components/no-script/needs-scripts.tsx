import type { PageTexts } from '../texts/catalogues';
import { Notice } from '../ui/notice';

/** Says without scripts why the controls of the page do nothing. */
export function NeedsScripts({ texts: t }: { texts: PageTexts<'no-script'> }) {
  return (
    // A block, so that the spacing of its parent applies.
    <noscript className="block">
      <Notice kind="warning">{t('page')}</Notice>
    </noscript>
  );
}
