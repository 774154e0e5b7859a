import Link from 'next/link';
import type { PersonDetails } from '../api/resource';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Section } from '../ui/section';
import type { Act } from './act';

/** Sends the person a link to choose a password. */
export function PasswordSection({ person, sendsMail, busy, act }: { person: PersonDetails; sendsMail: boolean; busy: boolean; act: Act }) {
  const t = useTexts('person.password');
  const { name, email, disabledAt } = person;
  const done = t(sendsMail ? 'sent' : 'queued', { email });
  return (
    <Section id="person-password-heading" title={t('title')}>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="min-w-52 max-w-xl flex-1 text-muted text-sm">
          {disabledAt ? (
            t('disabled')
          ) : (
            <>
              {t('about')}{' '}
              {!sendsMail &&
                t.rich('noMail', {
                  link: (text) => (
                    <Link href="/settings/outbox" className="link">
                      {text}
                    </Link>
                  ),
                })}
            </>
          )}
        </p>
        {!disabledAt && (
          <Button
            aria-label={t('sendTo', { name })}
            aria-disabled={busy}
            onClick={() => void act('/password-reset', { method: 'POST' }, done)}
          >
            {t('send')}
          </Button>
        )}
      </div>
    </Section>
  );
}
