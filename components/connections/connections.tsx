'use client';

import { Link2 } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { Identity } from '../api/resource';
import { ProviderForm } from '../auth/provider-form';
import { Day } from '../dates/dates';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { List, Row, RowIcon } from '../ui/list';
import { Notice } from '../ui/notice';
import { Section } from '../ui/section';

interface ConnectionsProps {
  initial: Identity[];
  /** Its name; null: people cannot sign in with one. */
  provider: string | null;
  hasPassword: boolean;
  /** Why it was not connected. */
  failed: string | null;
}

/** The accounts at a provider with which the person signs in. */
export function Connections({ initial, provider, hasPassword, failed }: ConnectionsProps) {
  const [identities, setIdentities] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [announced, announce] = useState('');
  const [problem, setProblem] = useState(failed ?? '');
  const heading = useRef<HTMLHeadingElement>(null);

  async function disconnect({ id, name, issuer }: Identity) {
    if (busy) return;
    setBusy(true);
    announce('');
    setProblem('');
    const answer = await request<undefined>(`/api/me/identities/${id}`, { method: 'DELETE' });
    setBusy(false);
    // It may have been disconnected elsewhere in the meantime.
    if (!answer.ok && answer.failure.code !== 'not_found') return setProblem(errorMessage(answer.failure));
    heading.current?.focus();
    setIdentities(identities.filter((identity) => identity.id !== id));
    announce(`Disconnected: ${name ?? issuer}.`);
  }

  const canConnect = provider !== null && !identities.some(({ name }) => name !== null);
  return (
    <Section id="identities-heading" headingRef={heading} title="Your accounts">
      <p role="status" className="text-muted text-sm empty:hidden">
        {announced}
      </p>
      {problem && <Notice kind="error">{problem}</Notice>}
      {identities.length === 0 && (
        <EmptyState title="No account is connected." icon={<Link2 aria-hidden="true" />}>
          {provider === null ? (
            <p>This server offers no sign-in with an account elsewhere. Your e-mail address and password are all you need.</p>
          ) : (
            <p>Connect your account at {provider}, and you can sign in with it.</p>
          )}
        </EmptyState>
      )}
      {identities.length > 0 && (
        <List>
          {identities.map((identity) => (
            <Row
              key={identity.id}
              leading={
                <RowIcon>
                  <Link2 aria-hidden="true" />
                </RowIcon>
              }
              title={identity.name ?? identity.issuer}
              about={
                <>
                  Connected <Day date={identity.createdAt} />
                  {identity.lastUsedAt && (
                    <>
                      {' · last sign-in '}
                      <Day date={identity.lastUsedAt} />
                    </>
                  )}
                </>
              }
              actions={
                hasPassword && (
                  <Button
                    size="small"
                    variant="danger"
                    aria-disabled={busy}
                    aria-label={`Disconnect ${identity.name ?? identity.issuer}`}
                    onClick={() => void disconnect(identity)}
                  >
                    Disconnect
                  </Button>
                )
              }
            />
          ))}
        </List>
      )}
      {identities.length > 0 && !hasPassword && (
        <p className="text-muted text-sm">
          Choose a password under{' '}
          <Link href="/settings/security" className="link">
            Security
          </Link>{' '}
          before you disconnect it: without one you could not sign in any more.
        </p>
      )}
      {canConnect && <ProviderForm intent="connect" callbackUrl="/settings/connections" label={`Connect ${provider}`} variant="primary" />}
    </Section>
  );
}
