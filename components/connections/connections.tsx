'use client';

import { Link2 } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useRef, useState } from 'react';
import { request } from '../api/request';
import type { Identity } from '../api/resource';
import { ProviderForm } from '../auth/provider-form';
import { Time, useDates } from '../dates/dates';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
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
  /** A notice above the accounts that can be disconnected. */
  children: ReactNode;
}

/** The accounts at a provider with which the person signs in. */
export function Connections({ initial, provider, hasPassword, failed, children }: ConnectionsProps) {
  const t = useTexts('connections.list');
  const explain = useExplain();
  const { day } = useDates();
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
    if (!answer.ok && answer.failure.code !== 'not_found') return setProblem(explain.failure(answer.failure));
    heading.current?.focus();
    setIdentities(identities.filter((identity) => identity.id !== id));
    announce(t('disconnected', { name: name ?? issuer }));
  }

  const time = (key: 'connected' | 'lastSignIn', date: string) =>
    t.rich(key, { date: day(date), time: (text) => <Time date={date}>{text}</Time> });
  const canConnect = provider !== null && !identities.some(({ name }) => name !== null);
  return (
    <Section id="identities-heading" headingRef={heading} title={t('title')}>
      <p role="status" className="text-muted text-sm empty:hidden">
        {announced}
      </p>
      {problem && <Notice kind="error">{problem}</Notice>}
      {identities.length === 0 && (
        <EmptyState title={t('none')} icon={<Link2 aria-hidden="true" />}>
          <p>{provider === null ? t('noProvider') : t('connectAbout', { provider })}</p>
        </EmptyState>
      )}
      {identities.length > 0 && hasPassword && children}
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
                  {time('connected', identity.createdAt)}
                  {identity.lastUsedAt && (
                    <>
                      {' · '}
                      {time('lastSignIn', identity.lastUsedAt)}
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
                    aria-label={t('disconnectOf', { name: identity.name ?? identity.issuer })}
                    onClick={() => void disconnect(identity)}
                  >
                    {t('disconnect')}
                  </Button>
                )
              }
            />
          ))}
        </List>
      )}
      {identities.length > 0 && !hasPassword && (
        <p className="text-muted text-sm">
          {t.rich('needsPassword', {
            link: (text) => (
              <Link href="/settings/security" className="link">
                {text}
              </Link>
            ),
          })}
        </p>
      )}
      {canConnect && (
        <ProviderForm intent="connect" callbackUrl="/settings/connections" label={t('connect', { provider })} variant="primary" />
      )}
    </Section>
  );
}
