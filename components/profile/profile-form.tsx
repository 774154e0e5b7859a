'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { MAX_NAME_LENGTH } from '@/lib/accounts/limits';
import { request } from '../api/request';
import type { Me, ProfileChange } from '../api/resource';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
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
  const t = useTexts('profile.form');
  const explain = useExplain();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(valuesOf(profile));
  const [saved, setSaved] = useState(values);
  const [busy, setBusy] = useState(false);
  const [isSaved, setIsSaved] = useState(false);
  const [problem, setProblem] = useState<Partial<Record<string, string>>>({});
  useUnsaved(FIELDS.some((field) => values[field] !== saved[field]));

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    setIsSaved(false);
    setProblem({});
    setBusy(true);
    const answer = await request<Me>('/api/me', { method: 'PATCH', json: changeOf(values, saved) });
    setBusy(false);
    if (!answer.ok) {
      const { fields } = answer.failure;
      const wrong = FIELDS.find((field) => fields[field]);
      setProblem(wrong ? explain.fields(answer.failure) : { form: explain.failure(answer.failure) });
      const control = wrong && form.current?.elements.namedItem(wrong);
      if (control instanceof HTMLElement) control.focus();
      return;
    }
    const now = valuesOf(answer.value);
    setValues(now);
    setSaved(now);
    setIsSaved(true);
    // The texts, the header and the dates are rendered by the server.
    router.refresh();
  }

  const control = (field: keyof Profile) => ({
    name: field,
    value: values[field],
    onChange: ({ target }: { target: { value: string } }) => setValues({ ...values, [field]: target.value }),
  });

  return (
    <form method="dialog" ref={form} onSubmit={submit} noValidate className="space-y-8">
      {problem.form && <Notice kind="error">{problem.form}</Notice>}
      <Section id="names-heading" title={t('names')}>
        <div className="max-w-md space-y-5">
          <Field label={t('name')} autoComplete="name" required maxLength={MAX_NAME_LENGTH} error={problem.name} {...control('name')} />
          <Field
            label={t('publicName')}
            autoComplete="nickname"
            maxLength={MAX_NAME_LENGTH}
            hint={t('publicNameHint')}
            error={problem.publicName}
            {...control('publicName')}
          />
          <Field
            label={t('email')}
            name="email"
            type="email"
            readOnly
            value={email}
            hint={t.rich('emailHint', {
              link: (text) => (
                <a href="/settings/addresses" className="link">
                  {text}
                </a>
              ),
            })}
          />
        </div>
      </Section>
      <Section id="formats-heading" title={t('formats')} about={t('formatsAbout')}>
        <div className="grid max-w-2xl gap-5 sm:grid-cols-2">
          <Select label={t('language')} options={[{ value: '', label: t('browser') }, ...languages]} {...control('language')} />
          <Select
            label={t('timeZone')}
            options={[{ value: '', label: t('browser') }, ...timeZones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))]}
            {...control('timeZone')}
          />
        </div>
      </Section>
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" variant="primary" busy={busy}>
          {t(busy ? 'busy' : 'submit')}
        </Button>
        <p role="status" className="text-muted text-sm">
          {isSaved && t('saved')}
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
