import type { Metadata } from 'next';
import { ClientTexts } from '@/app/client-texts';
import { AuthCard } from '@/components/auth/card';
import { ResetForm } from '@/components/auth/reset-form';
import { texts } from '@/lib/languages/page-texts';
import { postedForm } from '@/lib/page-forms/posted-form';
import { resetEffect } from '@/lib/pages';

/** The address of this page has the token of a link, which no other request may name. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('password-reset'))('resetTitle'), referrer: 'no-referrer' };
}

export default async function ResetPassword({ searchParams }: PageProps<'/reset'>) {
  const sent = await searchParams;
  const token = typeof sent.token === 'string' ? sent.token : undefined;
  const t = await texts('password-reset');
  const effect = token === undefined ? null : await resetEffect(token);
  return (
    <AuthCard title={t('resetTitle')} about={effect && t(effect === 'sessions' ? 'ends.sessions' : 'ends.everything')}>
      <ClientTexts of={['password-reset.reset']}>
        <ResetForm posted={await postedForm('reset', sent, { token })} />
      </ClientTexts>
    </AuthCard>
  );
}
