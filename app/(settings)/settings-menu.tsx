import { AccountMenu } from '@/components/layout/account-menu';
import { texts } from '@/lib/languages/page-texts';

/** The account menu, which opens by a script. Without one the header leads to what is in no other place: signing out. */
export async function SettingsMenu() {
  const t = await texts('settings');
  return (
    <>
      <div className="needs-scripts">
        <AccountMenu />
      </div>
      <noscript>
        <a href="/sign-out" className="link">
          {t('signOut')}
        </a>
      </noscript>
    </>
  );
}
