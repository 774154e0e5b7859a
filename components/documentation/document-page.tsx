import { clsx } from 'clsx';
import type { PageTexts } from '../texts/catalogues';
import { FoldChevron } from '../ui/fold-chevron';
import { type RenderedDocument, withOwnAddress } from './document';
import './document.css';

/** A document in the navigation. */
export interface DocumentLink {
  href: string;
  name: string;
}

interface DocumentPageProps {
  document: RenderedDocument;
  /** All documents, this one included. */
  pages: readonly DocumentLink[];
  /** The address of this document. */
  current: string;
  baseUrl: string;
  /** The language of the page around the document. */
  language: string;
  texts: PageTexts<'documentation'>;
}

/** A document in English, with a navigation in the language of the page. No part of it needs a script. */
export function DocumentPage({ document: { sections, html }, pages, current, baseUrl, language, texts: t }: DocumentPageProps) {
  const onThisPage = <Sections sections={sections} />;
  return (
    <div className="mx-auto w-full max-w-[76rem] flex-1 px-gutter pb-20 lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)] lg:items-start lg:gap-x-12 lg:pt-10">
      <div className="pt-6 lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto lg:p-1">
        <nav aria-label={t('title')}>
          <p className="pb-2 font-medium text-muted text-xs lg:px-3 lg:pb-1.5">{t('title')}</p>
          <ul className="flex flex-wrap gap-2 lg:block lg:space-y-0.5">
            {pages.map((page) => (
              <li key={page.href}>
                <PageLink page={page} isCurrent={page.href === current} />
              </li>
            ))}
          </ul>
        </nav>
        {sections.length > 1 && (
          <nav aria-label={t('onThisPage')} className="mt-6 hidden border-line border-t pt-5 lg:block">
            <p className="px-3 pb-1.5 font-medium text-muted text-xs">{t('onThisPage')}</p>
            {onThisPage}
          </nav>
        )}
      </div>
      <div className="min-w-0 pt-6 lg:pt-0">
        {language !== 'en' && <p className="mb-5 text-muted text-sm">{t('inEnglish')}</p>}
        {sections.length > 1 && (
          <details className="group mb-7 rounded-xl border border-line bg-surface shadow-card lg:hidden">
            <summary className="flex min-h-12 list-none items-center justify-between gap-3 rounded-xl px-4 font-medium text-sm group-open:rounded-b-none hover:bg-sunken/60 [&::-webkit-details-marker]:hidden">
              {t('onThisPage')}
              <FoldChevron />
            </summary>
            <nav aria-label={t('onThisPage')} className="border-line border-t p-2">
              {onThisPage}
            </nav>
          </details>
        )}
        <article
          lang="en"
          dir="ltr"
          className="document"
          // The loader writes all of the markup itself, and escapes everything else.
          // biome-ignore lint/security/noDangerouslySetInnerHtml: made from files of this repository while it is built
          dangerouslySetInnerHTML={{ __html: withOwnAddress(html, baseUrl) }}
        />
      </div>
    </div>
  );
}

/** Plain links: visitors load no script for them, and no page is loaded before it is asked for. */
function PageLink({ page: { href, name }, isCurrent }: { page: DocumentLink; isCurrent: boolean }) {
  return (
    <a
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className={clsx(
        'flex min-h-10 items-center rounded-full border px-3.5 font-medium text-sm motion-safe:transition-colors lg:rounded-lg lg:border-0 lg:px-3',
        isCurrent
          ? 'border-accent bg-accent-soft text-ink forced-colors:border-3 lg:rounded-s-none lg:border-accent lg:border-s-3 lg:ps-[calc(--spacing(3)-3px)]'
          : 'border-line bg-surface text-muted hover:text-ink lg:bg-transparent lg:hover:bg-sunken',
      )}
    >
      {name}
    </a>
  );
}

function Sections({ sections }: Pick<RenderedDocument, 'sections'>) {
  return (
    <ul lang="en">
      {sections.map(({ id, title }) => (
        <li key={id}>
          <a
            href={`#${id}`}
            className="block rounded-lg px-3 py-2 text-muted text-sm motion-safe:transition-colors hover:bg-sunken hover:text-ink lg:py-1.5"
          >
            <bdi>{title}</bdi>
          </a>
        </li>
      ))}
    </ul>
  );
}
