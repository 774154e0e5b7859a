import type { PageTexts } from '../texts/catalogues';
import { THEMES, type Theme } from './theme';

/**
 * Chooses the colours of the pages. The panel is a popover of the browser itself: visitors load no menu library for it. Without scripts the
 * pages follow the system, and this is hidden.
 *
 * @param initial the choice that the server rendered
 */
export function ThemeSwitch({ initial, texts: t }: { initial: Theme; texts: PageTexts<'common'> }) {
  return (
    <div className="needs-scripts">
      <button
        type="button"
        popoverTarget="theme-panel"
        aria-label={t('theme.label')}
        className="flex size-10 items-center justify-center rounded-full text-muted motion-safe:transition-colors hover:bg-sunken hover:text-ink"
      >
        {THEMES.map((theme) => (
          <ThemeIcon key={theme} theme={theme} className={`theme-icon-${theme}`} />
        ))}
      </button>
      <div
        id="theme-panel"
        popover="auto"
        className="theme-panel rounded-xl border border-line bg-raised p-1.5 text-ink shadow-floating motion-safe:animate-appear"
      >
        <fieldset>
          <legend className="px-3 pt-1.5 pb-1 text-muted text-xs">{t('theme.label')}</legend>
          {THEMES.map((theme) => (
            <label
              key={theme}
              className="flex min-h-10 cursor-pointer items-center gap-3 rounded-md px-3 text-sm hover:bg-sunken has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent [&_svg]:text-muted"
            >
              <ThemeIcon theme={theme} />
              <span className="flex-1">{t(`theme.${theme}`)}</span>
              <input
                type="radio"
                name="theme"
                value={theme}
                defaultChecked={theme === initial}
                autoComplete="off"
                className="size-4 accent-accent outline-none"
              />
            </label>
          ))}
        </fieldset>
      </div>
    </div>
  );
}

const PATHS: Record<Theme, string> = {
  system: 'M4.5 15.5h7M8 12.8v2.7M3 2.5h10A1.5 1.5 0 0 1 14.5 4v7.3a1.5 1.5 0 0 1-1.5 1.5H3a1.5 1.5 0 0 1-1.5-1.5V4A1.5 1.5 0 0 1 3 2.5Z',
  light:
    'M8 5.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1.5v1.4M8 14.1v1.4M3.05 3.55l1 1M11.95 12.45l1 1M1 8.5h1.4M13.6 8.5H15M3.05 13.45l1-1M11.95 4.55l1-1',
  dark: 'M13.8 10.2A6.2 6.2 0 1 1 6.3 2.7a5 5 0 0 0 7.5 7.5Z',
};

function ThemeIcon({ theme, className = '' }: { theme: Theme; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 17"
      className={`size-[1.125rem] shrink-0 ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[theme]} />
    </svg>
  );
}
