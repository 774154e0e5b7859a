import type { ReactNode } from 'react';
import type { PageTexts } from '../texts/catalogues';
import type { Theme } from '../theme/theme';
import { type About, Footer } from './footer';
import { Header } from './header';

interface FrameProps {
  /** At the start of the header. */
  brand: ReactNode;
  theme: Theme;
  texts: PageTexts<'common'>;
  about: About;
  /** The end of the header. */
  menu: ReactNode;
  /** In the footer. */
  languages?: ReactNode;
  children: ReactNode;
}

/** Header, content and footer. The footer of a short page is at the end of the window. */
export function Frame({ brand, theme, texts, about, menu, languages, children }: FrameProps) {
  return (
    <>
      <Header brand={brand} theme={theme} texts={texts}>
        {menu}
      </Header>
      <main id="main" tabIndex={-1} className="flex flex-1 flex-col">
        {children}
      </main>
      <Footer about={about} texts={texts} languages={languages} />
    </>
  );
}
