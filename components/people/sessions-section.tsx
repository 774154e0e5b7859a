import type { PersonDetails } from '../api/resource';
import { Moment } from '../dates/dates';
import { Confirm } from '../ui/confirm';
import { List } from '../ui/list';
import { Section } from '../ui/section';
import type { Act } from './act';

/** Where the person is signed in. */
export function SessionsSection({ person, busy, act }: { person: PersonDetails; busy: boolean; act: Act }) {
  const { name, sessions } = person;
  return (
    <Section
      id="person-sessions-heading"
      title="Sessions"
      actions={
        sessions.length > 0 && (
          <Confirm
            action="Sign out everywhere"
            label={`Sign out everywhere: ${name}`}
            title={`Sign ${name} out everywhere?`}
            keep="Leave signed in"
            busy={busy}
            onConfirm={() => void act('/sessions', { method: 'DELETE' }, `${name} is signed out everywhere.`)}
          >
            Every browser and every other sign-in ends at once. API keys keep working.
          </Confirm>
        )
      }
    >
      {sessions.length === 0 ? (
        <p className="text-muted text-sm">Not signed in anywhere.</p>
      ) : (
        <List>
          {sessions.map(({ id, issuer, device, address, createdAt, lastSeenAt }) => (
            <li key={id} className="break-words p-4 text-sm">
              <p className="font-medium">{issuer ?? device ?? 'Unknown browser'}</p>
              <p className="mt-0.5 text-muted">
                {address && `${address} · `}signed in <Moment date={createdAt} /> · last seen <Moment date={lastSeenAt} />
              </p>
            </li>
          ))}
        </List>
      )}
    </Section>
  );
}
