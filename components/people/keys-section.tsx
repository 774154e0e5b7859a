import type { PersonDetails } from '../api/resource';
import { Day } from '../dates/dates';
import { Confirm } from '../ui/confirm';
import { List } from '../ui/list';
import { Section } from '../ui/section';
import type { Act } from './act';

/** The API keys of the person, which an administrator can revoke and never sees. */
export function KeysSection({ person, busy, act }: { person: PersonDetails; busy: boolean; act: Act }) {
  const { name, keys } = person;
  return (
    <Section id="person-keys-heading" title="API keys">
      {keys.length === 0 ? (
        <p className="text-muted text-sm">No keys.</p>
      ) : (
        <List>
          {keys.map(({ id, label, lastFour, scopes, createdAt, lastUsedAt }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
              <div className="min-w-0 text-sm">
                <p className="break-words font-medium">
                  {label} <span className="font-mono text-muted">…{lastFour}</span>
                </p>
                <p className="mt-0.5 text-muted">
                  {scopes.map((scope) => scope.replace('avatar:', '')).join(' and ')} · created <Day date={createdAt} /> ·{' '}
                  {lastUsedAt ? (
                    <>
                      last used <Day date={lastUsedAt} />
                    </>
                  ) : (
                    'never used'
                  )}
                </p>
              </div>
              <Confirm
                action="Revoke"
                label={`Revoke ${label}`}
                title={`Revoke “${label}” of ${name}?`}
                keep="Keep"
                busy={busy}
                onConfirm={() => void act(`/keys/${id}`, { method: 'DELETE' }, `Revoked: ${label}.`)}
              >
                Programs that use this key can no longer change the picture of {name}. This cannot be undone.
              </Confirm>
            </li>
          ))}
        </List>
      )}
    </Section>
  );
}
