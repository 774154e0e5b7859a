import { DeletionReport } from '../data/deletion-report';
import type { PageTexts } from '../texts/catalogues';
import { buttonClass } from '../ui/button';
import { Notice } from '../ui/notice';
import { Demo } from './demo';
import { Icon } from './icons';

const REASONS = [
  { icon: 'picture', title: 'reasons.crop.title', text: 'reasons.crop.text' },
  { icon: 'refresh', title: 'reasons.current.title', text: 'reasons.current.text' },
  { icon: 'shield', title: 'reasons.private.title', text: 'reasons.private.text' },
  { icon: 'server', title: 'reasons.own.title', text: 'reasons.own.text' },
] as const;

const APIS = ['MyCargoExtra', 'Cloudreve', 'Ulule', 'Zulip', 'REST'];

interface LandingProps {
  /** Whether there is no administrator yet. */
  isSetupOpen: boolean;
  /** Whether people without an invite may sign up. */
  canSignUp: boolean;
  /** Whether people with an account can upload HEIC. */
  takesHeic: boolean;
  texts: PageTexts<'landing'>;
  common: PageTexts<'common'>;
}

/** The page for visitors without a session: a summary and the sign-in link. */
export function Landing({ isSetupOpen, canSignUp, takesHeic, texts: t, common }: LandingProps) {
  return (
    <div className="mx-auto w-full max-w-[76rem] px-gutter">
      <div className="pt-6">
        <DeletionReport />
      </div>
      <div className="grid items-center gap-x-14 gap-y-12 pt-6 pb-16 sm:pt-12 sm:pb-24 lg:grid-cols-[minmax(0,1fr)_minmax(0,36rem)]">
        <div>
          <h1 className="text-balance font-semibold text-display">{t('title')}</h1>
          <p className="mt-6 max-w-xl text-lg text-muted">{t('about')}</p>
          {isSetupOpen && (
            <div className="mt-6 max-w-xl">
              <Notice kind="warning">{t('noAdministrator')}</Notice>
            </div>
          )}
          <div className="mt-8 flex flex-wrap gap-3">
            {canSignUp && (
              <a href="/sign-up" className={buttonClass({ variant: 'primary', size: 'large' })}>
                {common('createAccount')}
              </a>
            )}
            <a href="/sign-in" className={buttonClass({ variant: canSignUp ? 'secondary' : 'primary', size: 'large' })}>
              {common('signIn')}
            </a>
          </div>
        </div>
        <Demo texts={t} takesHeic={takesHeic} />
      </div>
      <ul className="grid gap-x-14 gap-y-10 border-line border-t py-14 sm:grid-cols-2 lg:grid-cols-4 lg:gap-x-10">
        {REASONS.map(({ icon, title, text }) => (
          <li key={title}>
            <span className="flex size-10 items-center justify-center rounded-xl bg-accent-soft text-accent">
              <Icon name={icon} className="size-5" />
            </span>
            <h2 className="mt-4 font-semibold">{t(title)}</h2>
            <p className="mt-1.5 text-muted text-sm">{t(text)}</p>
          </li>
        ))}
      </ul>
      <section
        aria-labelledby="apis-heading"
        className="flex flex-col gap-x-10 gap-y-5 border-line border-t py-12 sm:flex-row sm:items-center sm:justify-between"
      >
        <div className="max-w-md">
          <h2 id="apis-heading" className="font-semibold">
            {t('clients.title')}
          </h2>
          <p className="mt-1.5 text-muted text-sm">{t('clients.text')}</p>
        </div>
        <ul className="flex flex-wrap gap-2">
          {APIS.map((name) => (
            <li key={name} className="rounded-full border border-line bg-surface px-3.5 py-1.5 font-medium text-sm">
              {name}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
