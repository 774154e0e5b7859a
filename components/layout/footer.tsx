import type { ReactNode } from 'react';
import type { PageTexts } from '../texts/catalogues';

/** Addresses for people who want to know more, and the version. */
export interface About {
  version: string;
  docsUrl: string;
  sourceUrl: string | undefined;
}

const LINK = 'inline-flex min-h-6 items-center rounded-sm underline-offset-4 hover:text-ink hover:underline';

interface FooterProps {
  about: About;
  texts: PageTexts<'common'>;
  /** The choice of a language, for visitors. */
  languages?: ReactNode;
}

/** The footer of every page. */
export function Footer({ about: { version, docsUrl, sourceUrl }, texts: t, languages }: FooterProps) {
  return (
    <footer className="border-line border-t text-muted text-sm">
      <div className="mx-auto flex max-w-[76rem] flex-wrap items-center justify-between gap-x-8 gap-y-3 px-gutter py-6">
        <p>
          Likeness <span className="tabular-nums">{version}</span>
        </p>
        {languages}
        <nav aria-label={t('about')} className="flex flex-wrap gap-x-6 gap-y-2">
          {/* A plain link: no page loads the documentation before it is asked for. */}
          <a href={docsUrl} className={LINK}>
            {t('documentation')}
          </a>
          {sourceUrl && (
            <a href={sourceUrl} className={LINK}>
              {t('sourceCode')}
            </a>
          )}
        </nav>
      </div>
    </footer>
  );
}
