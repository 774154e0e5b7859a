import { ProviderForm } from './provider-form';

/** For a person without a password, where others enter theirs. @param page to come back to */
export function NoPassword({ provider, page }: { provider: string | null; page: string }) {
  if (provider === null)
    return (
      <p className="max-w-xl text-muted text-sm">
        Your account has no password.{' '}
        <a href="/forgot" className="link">
          Choose one by mail
        </a>{' '}
        first.
      </p>
    );
  return (
    <div className="max-w-xl space-y-3">
      <p className="text-muted text-sm">
        Your account has no password. Within ten minutes after you have signed in with {provider}, this needs none.
      </p>
      <ProviderForm label={`Sign in again with ${provider}`} callbackUrl={page} />
    </div>
  );
}
