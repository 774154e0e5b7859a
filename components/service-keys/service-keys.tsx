'use client';

import { useRef, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { CreatedServiceKey, ServiceKey } from '../api/resource';
import { Day } from '../dates/dates';
import { Confirm } from '../ui/confirm';
import { Copyable } from '../ui/copyable';
import { Notice } from '../ui/notice';
import { Section } from '../ui/section';
import { NewServiceKeyForm } from './new-service-key-form';
import { SCOPE_NAMES } from './scopes';

/** The keys of the organisation. The secret of a new one is shown once. */
export function ServiceKeys({ initial }: { initial: ServiceKey[] }) {
  const [keys, setKeys] = useState(initial);
  const [created, setCreated] = useState<CreatedServiceKey | null>(null);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);

  function add(added: CreatedServiceKey) {
    const { key: _, ...key } = added;
    setKeys((before) => [key, ...before]);
    setCreated(added);
  }

  async function revoke({ id }: ServiceKey) {
    if (busy) return;
    setBusy(true);
    setProblem('');
    const answer = await request<undefined>(`/api/service-keys/${id}`, { method: 'DELETE' });
    setBusy(false);
    // Another administrator may have revoked it already.
    if (!answer.ok && answer.failure.code !== 'not_found') return setProblem(errorMessage(answer.failure));
    setKeys((before) => before.filter((key) => key.id !== id));
    setCreated((shown) => (shown?.id === id ? null : shown));
    heading.current?.focus();
  }

  return (
    <Section
      id="service-keys-heading"
      headingRef={heading}
      title="Service keys"
      about="For systems of your organization, such as an intranet. A service key belongs to no person and keeps working until it is revoked."
    >
      {problem && <Notice kind="error">{problem}</Notice>}
      <NewServiceKeyForm onCreated={add} />
      {created && (
        <div className="space-y-2 rounded-xl border border-accent p-4">
          <p className="text-sm">Copy this key now. It is shown only once.</p>
          <Copyable label="service key" text={created.key} testId="service-key" />
        </div>
      )}
      {keys.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line">
          {keys.map((key) => (
            <li key={key.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
              <div className="min-w-0 text-sm">
                <p className="wrap-anywhere font-medium">
                  {key.label} <span className="font-mono text-muted">…{key.lastFour}</span>
                </p>
                <p className="mt-0.5 text-muted">
                  {key.scopes.map((scope) => SCOPE_NAMES[scope]).join(' · ')} · created <Day date={key.createdAt} /> ·{' '}
                  {key.lastUsedAt ? (
                    <>
                      last used <Day date={key.lastUsedAt} />
                    </>
                  ) : (
                    'never used'
                  )}
                  {key.expiresAt && (
                    <>
                      {' · expires '}
                      <Day date={key.expiresAt} />
                    </>
                  )}
                </p>
              </div>
              <Confirm
                action="Revoke"
                label={`Revoke ${key.label}`}
                title={`Revoke “${key.label}”?`}
                keep="Keep"
                busy={busy}
                onConfirm={() => void revoke(key)}
              >
                Systems that use this key are refused at once. This cannot be undone.
              </Confirm>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
