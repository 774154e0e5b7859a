import Link from 'next/link';
import type { PersonDetails } from '../api/resource';
import { Button } from '../ui/button';
import { Section } from '../ui/section';
import type { Act } from './act';

/** Sends the person a link to choose a password. */
export function PasswordSection({ person, sendsMail, busy, act }: { person: PersonDetails; sendsMail: boolean; busy: boolean; act: Act }) {
  const { name, email, disabledAt } = person;
  const done = sendsMail ? `A link is on its way to ${email}.` : `A message for ${email} waits in the outbox.`;
  return (
    <Section id="person-password-heading" title="Password">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="min-w-52 max-w-xl flex-1 text-muted text-sm">
          {disabledAt ? (
            'A disabled account accepts no password. Enable it first.'
          ) : (
            <>
              The person gets a link to choose a new password. It works once, for an hour.{' '}
              {!sendsMail && (
                <>
                  No mail server is configured: hand over the message in the{' '}
                  <Link href="/settings/outbox" className="link">
                    outbox
                  </Link>
                  .
                </>
              )}
            </>
          )}
        </p>
        {!disabledAt && (
          <Button
            aria-label={`Send reset link to ${name}`}
            aria-disabled={busy}
            onClick={() => void act('/password-reset', { method: 'POST' }, done)}
          >
            Send reset link
          </Button>
        )}
      </div>
    </Section>
  );
}
