'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { MAX_NAME_LENGTH } from '@/lib/accounts/limits';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { Me, ProfileChange } from '../api/resource';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import { useUnsaved } from '../unsaved-changes/store';

type Profile = Pick<Me, 'name' | 'publicName' | 'language' | 'timeZone'>;

/** As text of the form: empty for null. */
type Values = Record<keyof Profile, string>;

interface ProfileFormProps {
  profile: Profile;
  email: string;
  languages: readonly { value: string; label: string }[];
  /** IANA names. */
  timeZones: readonly string[];
}

/** Changes the person's names, which the header and every API show at once, and how dates are written. */
export function ProfileForm({ profile, email, languages, timeZones }: ProfileFormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(valuesOf(profile));
  const [saved, setSaved] = useState(values);
  const [busy, setBusy] = useState(false);
  const [announced, announce] = useState('');
  const [problem, setProblem] = useState<Partial<Record<string, string>>>({});
  useUnsaved(FIELDS.some((field) => values[field] !== saved[field]));

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    announce('');
    setProblem({});
    setBusy(true);
    const answer = await request<Me>('/api/me', { method: 'PATCH', json: changeOf(values, saved) });
    setBusy(false);
    if (!answer.ok) {
      const { fields } = answer.failure;
      const wrong = FIELDS.find((field) => fields[field]);
      setProblem(wrong ? fields : { form: errorMessage(answer.failure) });
      const control = wrong && form.current?.elements.namedItem(wrong);
      if (control instanceof HTMLElement) control.focus();
      return;
    }
    const now = valuesOf(answer.value);
    setValues(now);
    setSaved(now);
    announce('Saved.');
    // The header and the dates are rendered by the server.
    router.refresh();
  }

  const control = (field: keyof Profile) => ({
    name: field,
    value: values[field],
    onChange: ({ target }: { target: { value: string } }) => setValues({ ...values, [field]: target.value }),
  });

  return (
    <form ref={form} onSubmit={submit} noValidate className="space-y-8">
      {problem.form && <Notice kind="error">{problem.form}</Notice>}
      <Section id="names-heading" title="Names">
        <div className="max-w-md space-y-5">
          <Field label="Name" autoComplete="name" required maxLength={MAX_NAME_LENGTH} error={problem.name} {...control('name')} />
          <Field
            label="Public name"
            autoComplete="nickname"
            maxLength={MAX_NAME_LENGTH}
            hint="Other people and applications see it in place of your name. Leave it empty if they may see your name."
            error={problem.publicName}
            {...control('publicName')}
          />
          <Field label="E-mail" name="email" type="email" readOnly value={email} hint="You sign in with this address." />
        </div>
      </Section>
      <Section id="formats-heading" title="Language and time" about="How dates are written for you. The pages are in English.">
        <div className="grid max-w-2xl gap-5 sm:grid-cols-2">
          <Select label="Language" options={[{ value: '', label: 'As my browser' }, ...languages]} {...control('language')} />
          <Select
            label="Time zone"
            options={[{ value: '', label: 'As my browser' }, ...timeZones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))]}
            {...control('timeZone')}
          />
        </div>
      </Section>
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" variant="primary" busy={busy}>
          {busy ? 'Saving…' : 'Save'}
        </Button>
        <p role="status" className="text-muted text-sm">
          {announced}
        </p>
      </div>
    </form>
  );
}

const FIELDS = ['name', 'publicName', 'language', 'timeZone'] as const satisfies readonly (keyof Profile)[];

function valuesOf({ name, publicName, language, timeZone }: Profile): Values {
  return { name, publicName: publicName ?? '', language: language ?? '', timeZone: timeZone ?? '' };
}

/** The fields that the person changed, and the name. An empty one is null, except the name. */
function changeOf(values: Values, saved: Values): ProfileChange {
  const { name, ...others } = values;
  const changed = Object.entries(others).filter(([field, value]) => value !== saved[field as keyof Values]);
  return { name, ...Object.fromEntries(changed.map(([field, value]) => [field, value.trim() === '' ? null : value])) };
}
