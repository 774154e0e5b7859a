import { type FormEvent, useState } from 'react';
import type { PersonChange, PersonDetails } from '../api/resource';
import { Moment } from '../dates/dates';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import type { Act } from './act';

const ROLES = [
  { value: 'member', label: 'Member' },
  { value: 'admin', label: 'Administrator' },
];

/** Role and state of the account. */
export function AccountSection({ person, busy, act }: { person: PersonDetails; busy: boolean; act: Act }) {
  const { name, disabledAt } = person;
  const [role, setRole] = useState<string>(person.role);
  const change = (json: PersonChange, done: string) => void act('', { method: 'PATCH', json }, done);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const next = role === 'admin' ? 'admin' : 'member';
    change({ role: next }, next === 'admin' ? `${name} is an administrator now.` : `${name} is a member now.`);
  }

  return (
    <Section id="account-heading" title="Account">
      <form onSubmit={submit} className="flex flex-wrap items-end gap-4">
        <div className="w-56 max-w-full">
          <Select label="Role" name="role" value={role} onChange={({ target }) => setRole(target.value)} options={ROLES} />
        </div>
        <Button type="submit" className="min-h-11" aria-disabled={busy}>
          Change role
        </Button>
      </form>
      <p className="-mt-2 text-muted text-sm">Administrators change the rules for everyone, and manage people.</p>
      <div className="flex flex-wrap items-center justify-between gap-4 border-line border-t pt-5">
        <p className="text-muted text-sm">
          {disabledAt ? (
            <>
              Disabled since <Moment date={disabledAt} />. Their picture is still shown.
            </>
          ) : (
            'This account is enabled.'
          )}
        </p>
        {disabledAt ? (
          <Button aria-disabled={busy} onClick={() => change({ disabled: false }, `${name} can sign in again.`)}>
            Enable account
          </Button>
        ) : (
          <Confirm
            action="Disable account"
            label={`Disable account of ${name}`}
            title={`Disable the account of ${name}?`}
            keep="Leave enabled"
            busy={busy}
            onConfirm={() => change({ disabled: true }, `${name} is signed out and cannot sign in.`)}
          >
            They are signed out everywhere at once. Their password, API keys and other sign-ins are refused until you enable the account
            again. Their picture stays.
          </Confirm>
        )}
      </div>
    </Section>
  );
}
