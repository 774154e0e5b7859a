import { useTexts } from '../texts/texts';
import { ProviderForm } from './provider-form';

/** For a person without a password, where others enter theirs. @param page to come back to */
export function NoPassword({ provider, page }: { provider: string | null; page: string }) {
  const t = useTexts('no-password');
  if (provider === null)
    return (
      <p className="max-w-xl text-muted text-sm">
        {t.rich('byMail', {
          link: (text) => (
            <a href="/forgot" className="link">
              {text}
            </a>
          ),
        })}
      </p>
    );
  return (
    <div className="max-w-xl space-y-3">
      <p className="text-muted text-sm">{t('recent', { provider })}</p>
      <ProviderForm label={t('again', { provider })} callbackUrl={page} />
    </div>
  );
}
