'use client';

import { useRef, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { Identity } from '../api/resource';
import { ProviderForm } from '../auth/provider-form';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';

const day = (date: string) => new Date(date).toLocaleDateString(undefined, { dateStyle: 'medium' });

interface IdentitiesProps {
  initial: Identity[];
  /** Its name; null: people cannot sign in with one. */
  provider: string | null;
  hasPassword: boolean;
  /** Why it was not connected. */
  failed: string | null;
}

/** The accounts at a provider with which the person signs in. */
export function Identities({ initial, provider, hasPassword, failed }: IdentitiesProps) {
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

  return (
    <section aria-labelledby="identities-heading" className="space-y-3">
      <h2 ref={heading} id="identities-heading" tabIndex={-1} className="font-medium text-lg">
        Connected accounts
      </h2>
      <p role="status" className="min-h-5 text-muted text-sm">
        {announced}
      </p>
      {problem && <Notice kind="error">{problem}</Notice>}
      {identities.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {identities.map((identity) => (
            <li key={identity.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
              <div className="min-w-0">
                <p className="break-words font-medium">{identity.name ?? identity.issuer}</p>
                <p className="break-words text-muted text-sm" suppressHydrationWarning>
                  Connected {day(identity.createdAt)}
                  {identity.lastUsedAt && ` · last sign-in ${day(identity.lastUsedAt)}`}
                </p>
              </div>
              {hasPassword && (
                <Button
                  variant="danger"
                  aria-disabled={busy}
                  aria-label={`Disconnect ${identity.name ?? identity.issuer}`}
                  onClick={() => void disconnect(identity)}
                >
                  Disconnect
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {identities.length > 0 && !hasPassword && (
        <p className="text-muted text-sm">Choose a password above before you disconnect it: without one you could not sign in any more.</p>
      )}
      {provider !== null && !identities.some(({ name }) => name !== null) && (
        <>
          <p className="max-w-2xl text-muted text-sm">Connect your account at {provider}, and you can sign in with it.</p>
          <ProviderForm intent="connect" callbackUrl="/settings/security" label={`Connect ${provider}`} />
        </>
      )}
    </section>
  );
}
