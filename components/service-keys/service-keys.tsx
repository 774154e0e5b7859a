'use client';

import { useRef, useState } from 'react';
import { request } from '../api/request';
import type { CreatedServiceKey, ServiceKey } from '../api/resource';
import { Time, useDates } from '../dates/dates';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Confirm } from '../ui/confirm';
import { Copyable } from '../ui/copyable';
import { Notice } from '../ui/notice';
import { Section } from '../ui/section';
import { NewServiceKeyForm } from './new-service-key-form';
import { SCOPE_NAMES } from './scopes';

/** The keys of the organisation. The secret of a new one is shown once. */
export function ServiceKeys({ initial }: { initial: ServiceKey[] }) {
  const [t, scopeNames] = [useTexts('service-keys'), useTexts('service-keys.scopes')];
  const explain = useExplain();
  const { day } = useDates();
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
    if (!answer.ok && answer.failure.code !== 'not_found') return setProblem(explain.failure(answer.failure));
    setKeys((before) => before.filter((key) => key.id !== id));
    setCreated((shown) => (shown?.id === id ? null : shown));
    heading.current?.focus();
  }

  const time = (key: 'created' | 'lastUsed' | 'expiresOn', date: string) =>
    t.rich(key, { date: day(date), time: (text) => <Time date={date}>{text}</Time> });

  return (
    <Section id="service-keys-heading" headingRef={heading} title={t('title')} about={t('about')}>
      {problem && <Notice kind="error">{problem}</Notice>}
      <NewServiceKeyForm onCreated={add} />
      {created && (
        <div className="space-y-2 rounded-xl border border-accent p-4">
          <p className="text-sm">{t('copyNow')}</p>
          <Copyable label={t('copy')} text={created.key} testId="service-key" />
        </div>
      )}
      {keys.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line">
          {keys.map((key) => (
            <li key={key.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
              <div className="min-w-0 text-sm">
                <p className="wrap-anywhere font-medium">
                  <bdi>{key.label}</bdi>{' '}
                  <bdi dir="ltr" className="font-mono text-muted">
                    {`…${key.lastFour}`}
                  </bdi>
                </p>
                <p className="mt-0.5 text-muted">
                  {key.scopes.map((scope) => scopeNames(SCOPE_NAMES[scope])).join(' · ')}
                  {' · '}
                  {time('created', key.createdAt)}
                  {' · '}
                  {key.lastUsedAt ? time('lastUsed', key.lastUsedAt) : t('neverUsed')}
                  {key.expiresAt && (
                    <>
                      {' · '}
                      {time('expiresOn', key.expiresAt)}
                    </>
                  )}
                </p>
              </div>
              <Confirm
                action={t('revoke')}
                label={t('revokeOf', { label: key.label })}
                title={t('question', { label: key.label })}
                keep={t('keep')}
                busy={busy}
                onConfirm={() => void revoke(key)}
              >
                {t('consequences')}
              </Confirm>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
