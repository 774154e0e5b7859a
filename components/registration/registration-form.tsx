'use client';

import { type FormEvent, useState } from 'react';
import { request } from '../api/request';
import type { Policy, PolicyChange } from '../api/resource';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Section, SectionFooter } from '../ui/section';
import { useUnsaved } from '../unsaved-changes/store';

const MODES = [
  { mode: 'open', about: 'openAbout' },
  { mode: 'invite', about: 'inviteAbout' },
  { mode: 'domains', about: 'domainsAbout' },
  { mode: 'closed', about: 'closedAbout' },
] as const;

/** Decides who may open an account. */
export function RegistrationForm({ policy }: { policy: Policy }) {
  const t = useTexts('organization.registration');
  const explain = useExplain();
  const isFixed = policy.fixed.includes('registration');
  const [saved, setSaved] = useState({ mode: policy.registration, domains: policy.registrationDomains.join(', ') });
  const [mode, setMode] = useState(saved.mode);
  const [domains, setDomains] = useState(saved.domains);
  const [busy, setBusy] = useState(false);
  const [announced, announce] = useState('');
  const [problem, setProblem] = useState<{ domains?: string; form?: string }>({});
  useUnsaved(mode !== saved.mode || domains !== saved.domains);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    announce('');
    const registrationDomains = domains.split(/[\s,]+/).filter(Boolean);
    if (mode === 'domains' && registrationDomains.length === 0) return setProblem({ domains: t('enterDomain') });
    setProblem({});
    setBusy(true);
    const json: PolicyChange = { registration: mode, registrationDomains };
    const answer = await request<Policy>('/api/policy', { method: 'PATCH', json });
    setBusy(false);
    if (!answer.ok) {
      const isDomain = Object.keys(answer.failure.fieldProblems).some((field) => field.startsWith('registrationDomains'));
      return setProblem(isDomain ? { domains: t('wrongDomain') } : { form: explain.failure(answer.failure) });
    }
    const shown = answer.value.registrationDomains.join(', ');
    setSaved({ mode, domains: shown });
    setDomains(shown);
    announce(t('saved'));
  }

  return (
    <Section id="registration-heading" title={t('title')}>
      <form method="dialog" onSubmit={submit} noValidate className="space-y-6">
        {problem.form && <Notice kind="error">{problem.form}</Notice>}
        <fieldset disabled={isFixed} aria-describedby={isFixed ? 'registration-fixed' : undefined}>
          <legend className="mb-2 font-medium text-sm">{t('legend')}</legend>
          {MODES.map(({ mode: value, about }) => (
            <Choice
              key={value}
              type="radio"
              name="registration"
              value={value}
              checked={mode === value}
              onChange={() => setMode(value)}
              label={t(value)}
              about={t(about)}
            />
          ))}
        </fieldset>
        {mode === 'domains' && (
          <Field
            label={t('domainsLabel')}
            name="domains"
            autoComplete="off"
            value={domains}
            onChange={(event) => setDomains(event.target.value)}
            readOnly={isFixed}
            hint={t('domainsHint')}
            error={problem.domains}
          />
        )}
        {isFixed ? (
          <p id="registration-fixed" className="text-muted text-sm">
            {t('fixed')}
          </p>
        ) : (
          <SectionFooter status={announced}>
            <Button type="submit" variant="primary" busy={busy}>
              {t(busy ? 'busy' : 'submit')}
            </Button>
          </SectionFooter>
        )}
      </form>
    </Section>
  );
}
