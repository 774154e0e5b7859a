import type { PageTexts } from '../texts/catalogues';
import { Icon } from './icons';
import { OwnPhoto } from './own-photo';
import { ChosenPicture, Portrait, PortraitSymbols, SAMPLES } from './portraits';

/**
 * The product at a glance, working: a picture that is chosen here changes in a comment, a list and a chat at once. Radio buttons and styles
 * do it, so it needs no script. A photo of the visitor takes the editor, which is loaded for it.
 */
export function Demo({ texts: t, takesHeic }: { texts: PageTexts<'landing'>; takesHeic: boolean }) {
  return (
    <div className="demo grid overflow-hidden rounded-3xl border border-line bg-surface shadow-floating sm:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)]">
      <PortraitSymbols />
      <div className="flex flex-col items-center justify-center gap-6 p-6 sm:p-7">
        <div className="relative p-3">
          <ChosenPicture className="size-44 rounded-full" />
          <svg viewBox="0 0 200 200" className="absolute inset-0 size-full text-accent" fill="none" aria-hidden="true">
            <path
              d="M4 34V16A12 12 0 0 1 16 4h18M166 4h18a12 12 0 0 1 12 12v18M196 166v18a12 12 0 0 1-12 12h-18M34 196H16a12 12 0 0 1-12-12v-18"
              stroke="currentColor"
              strokeWidth="3"
              strokeLinecap="round"
            />
          </svg>
        </div>
        <fieldset>
          <legend className="mb-2.5 w-full text-center text-muted text-sm">{t('demo.change')}</legend>
          <div className="flex justify-center gap-2.5">
            {SAMPLES.map((name, sample) => (
              <label key={name} className="demo-choice">
                <input
                  type="radio"
                  name="demo"
                  value={sample}
                  defaultChecked={sample === 0}
                  autoComplete="off"
                  aria-label={t('demo.drawing', { name })}
                />
                <Portrait sample={sample} />
              </label>
            ))}
            <label className="demo-choice demo-choice-own">
              <input type="radio" name="demo" value="own" autoComplete="off" aria-label={t('demo.ownPhoto')} />
            </label>
          </div>
        </fieldset>
        <OwnPhoto takesHeic={takesHeic} />
      </div>
      <div
        className="space-y-3 border-line border-t bg-sunken/70 p-5 text-sm sm:border-t-0 sm:border-s sm:p-6"
        role="img"
        aria-label={t('demo.places')}
      >
        <div className="rounded-xl border border-line bg-surface p-3.5">
          <div className="flex gap-3">
            <ChosenPicture className="size-10 rounded-full" />
            <div className="min-w-0">
              <p>
                <span className="font-semibold">{t('demo.you')}</span> <span className="text-muted text-xs">{t('demo.ago')}</span>
              </p>
              <p className="text-muted">{t('demo.comment')}</p>
            </div>
          </div>
          <p className="mt-2.5 flex items-center gap-1.5 ps-13 text-muted text-xs">
            <Icon name="reply" className="size-3.5 rtl:-scale-x-100" /> {t('demo.reply')}
          </p>
        </div>
        <div className="divide-y divide-line rounded-xl border border-line bg-surface">
          <div className="flex items-center gap-3 px-3.5 py-2.5">
            <ChosenPicture className="size-8 rounded-lg" />
            <p className="min-w-0 flex-1 truncate font-medium">{t('demo.you')}</p>
            <span className="rounded-full bg-accent-soft px-2 py-px font-medium text-xs">{t('demo.online')}</span>
          </div>
          <div className="flex items-center gap-3 px-3.5 py-2.5">
            <span className="flex size-8 shrink-0 items-center justify-center rounded-lg bg-sunken font-semibold text-muted text-xs">
              MH
            </span>
            <p className="min-w-0 flex-1 truncate">Margaret</p>
            <span className="text-muted text-xs">{t('demo.away')}</span>
          </div>
        </div>
        <div className="space-y-2 rounded-xl border border-line bg-surface p-3.5">
          <div className="flex items-end gap-2">
            <ChosenPicture className="size-7 rounded-full" />
            <p className="rounded-2xl rounded-es-sm bg-accent px-3 py-1.5 text-on-accent">{t('demo.chat')}</p>
          </div>
          <p className="flex items-center gap-1.5 ps-9 text-muted text-xs">
            <Icon name="at" className="size-3.5 shrink-0" />
            <span>
              {t.rich('demo.mentioned', {
                person: (you) => (
                  <span
                    key="person"
                    className="inline-flex items-center gap-1 rounded-full bg-sunken py-0.5 ps-0.5 pe-2 align-middle text-ink"
                  >
                    <ChosenPicture className="size-4 rounded-full" /> {you}
                  </span>
                ),
              })}
            </span>
          </p>
        </div>
      </div>
    </div>
  );
}
