import type { PersonDetails } from '../api/resource';
import { momentIn } from '../dates/in-text';
import { useTexts } from '../texts/texts';
import { Confirm } from '../ui/confirm';
import { List } from '../ui/list';
import { Section } from '../ui/section';
import type { Act } from './act';

/** Where the person is signed in. */
export function SessionsSection({ person, busy, act }: { person: PersonDetails; busy: boolean; act: Act }) {
  const t = useTexts('person.sessions');
  const { name, sessions } = person;
  return (
    <Section
      id="person-sessions-heading"
      title={t('title')}
      actions={
        sessions.length > 0 && (
          <Confirm
            action={t('end')}
            label={t('endOf', { name })}
            title={t('question', { name })}
            keep={t('keep')}
            busy={busy}
            onConfirm={() => void act('/sessions', { method: 'DELETE' }, t('ended', { name }))}
          >
            {t('consequences')}
          </Confirm>
        )
      }
    >
      {sessions.length === 0 ? (
        <p className="text-muted text-sm">{t('none')}</p>
      ) : (
        <List>
          {sessions.map(({ id, issuer, device, address, createdAt, lastSeenAt }) => (
            <li key={id} className="break-words p-4 text-sm">
              <p className="font-medium">{issuer ?? device ?? t('unknown')}</p>
              <p className="mt-0.5 text-muted">
                {address && `${address} · `}
                {t.rich('signedIn', momentIn(createdAt))} · {t.rich('lastSeen', momentIn(lastSeenAt))}
              </p>
            </li>
          ))}
        </List>
      )}
    </Section>
  );
}
