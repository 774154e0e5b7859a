'use client';

import { type FormEvent, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { Policy, PolicyChange } from '../api/resource';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Section, SectionFooter } from '../ui/section';
import { useUnsaved } from '../unsaved-changes/store';

const MODES = [
  { mode: 'open', label: 'Everyone', about: 'Anyone who reaches this server can create an account.' },
  { mode: 'invite', label: 'People with an invite', about: 'Create invites below and send their links.' },
  { mode: 'domains', label: 'Addresses of some domains', about: 'And people with an invite.' },
  { mode: 'closed', label: 'No one', about: 'No new accounts, also with an invite.' },
] as const;

/** Decides who may open an account. */
export function RegistrationForm({ policy }: { policy: Policy }) {
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
    if (mode === 'domains' && registrationDomains.length === 0) return setProblem({ domains: 'Enter at least one domain.' });
    setProblem({});
    setBusy(true);
    const json: PolicyChange = { registration: mode, registrationDomains };
    const answer = await request<Policy>('/api/policy', { method: 'PATCH', json });
    setBusy(false);
    if (!answer.ok) {
      const isDomain = Object.keys(answer.failure.fields).some((field) => field.startsWith('registrationDomains'));
      return setProblem(isDomain ? { domains: 'Enter domains such as example.org.' } : { form: errorMessage(answer.failure) });
    }
    const shown = answer.value.registrationDomains.join(', ');
    setSaved({ mode, domains: shown });
    setDomains(shown);
    announce('Saved.');
  }

  return (
    <Section id="registration-heading" title="New accounts">
      <form onSubmit={submit} noValidate className="space-y-6">
        {problem.form && <Notice kind="error">{problem.form}</Notice>}
        <fieldset disabled={isFixed} aria-describedby={isFixed ? 'registration-fixed' : undefined}>
          <legend className="mb-2 font-medium text-sm">Who may create an account</legend>
          {MODES.map(({ mode: value, label, about }) => (
            <Choice
              key={value}
              type="radio"
              name="registration"
              value={value}
              checked={mode === value}
              onChange={() => setMode(value)}
              label={label}
              about={about}
            />
          ))}
        </fieldset>
        {mode === 'domains' && (
          <Field
            label="Domains"
            name="domains"
            autoComplete="off"
            value={domains}
            onChange={(event) => setDomains(event.target.value)}
            readOnly={isFixed}
            hint="Separated by commas, such as example.org, example.com. Subdomains count as other domains."
            error={problem.domains}
          />
        )}
        {isFixed ? (
          <p id="registration-fixed" className="text-muted text-sm">
            Set by REGISTRATION in the environment of the server, so it cannot be changed here.
          </p>
        ) : (
          <SectionFooter status={announced}>
            <Button type="submit" variant="primary" busy={busy}>
              {busy ? 'Saving…' : 'Save who may join'}
            </Button>
          </SectionFooter>
        )}
      </form>
    </Section>
  );
}
