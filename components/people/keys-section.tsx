import type { PersonDetails } from '../api/resource';
import { dayIn } from '../dates/in-text';
import { useLocale, useTexts } from '../texts/texts';
import { Confirm } from '../ui/confirm';
import { List } from '../ui/list';
import { Section } from '../ui/section';
import type { Act } from './act';

/** The API keys of the person, which an administrator can revoke and never sees. */
export function KeysSection({ person, busy, act }: { person: PersonDetails; busy: boolean; act: Act }) {
  const t = useTexts('person.keys');
  const locale = useLocale();
  const { name, keys } = person;
  return (
    <Section id="person-keys-heading" title={t('title')}>
      {keys.length === 0 ? (
        <p className="text-muted text-sm">{t('none')}</p>
      ) : (
        <List>
          {keys.map(({ id, label, lastFour, scopes, createdAt, lastUsedAt }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
              <div className="min-w-0 text-sm">
                <p className="break-words font-medium">
                  <bdi>{label}</bdi>{' '}
                  <bdi dir="ltr" className="font-mono text-muted">
                    {`…${lastFour}`}
                  </bdi>
                </p>
                <p className="mt-0.5 text-muted">
                  {new Intl.ListFormat(locale).format(scopes.map((scope) => t(scope === 'avatar:write' ? 'write' : 'read')))} ·{' '}
                  {t.rich('created', dayIn(createdAt))} · {lastUsedAt ? t.rich('lastUsed', dayIn(lastUsedAt)) : t('neverUsed')}
                </p>
              </div>
              <Confirm
                action={t('revoke')}
                label={t('revokeOf', { label })}
                title={t('question', { label, name })}
                keep={t('keep')}
                busy={busy}
                onConfirm={() => void act(`/keys/${id}`, { method: 'DELETE' }, t('revoked', { label }))}
              >
                {t('consequences', { name })}
              </Confirm>
            </li>
          ))}
        </List>
      )}
    </Section>
  );
}
