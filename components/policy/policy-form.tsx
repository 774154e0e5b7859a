'use client';

import { type FormEvent, useState } from 'react';
import { FORMATS, type InputFormat } from '@/lib/imaging/media-types';
import { request } from '../api/request';
import type { Policy, PolicyChange } from '../api/resource';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Section, SectionFooter } from '../ui/section';
import { Switch } from '../ui/switch';
import { useUnsaved } from '../unsaved-changes/store';

const MIB = 1024 * 1024;
const ALL = Object.keys(FORMATS) as InputFormat[];

interface Problem {
  formats?: string;
  mebibytes?: string;
  form?: string;
}

/** The same before it is sent, as keys of texts. */
interface Wrong {
  formats?: 'chooseFormat';
  mebibytes?: 'enterSize';
}

/** Edits the policy, which takes effect in every page, client and API once it is saved. */
export function PolicyForm({ policy }: { policy: Policy }) {
  const t = useTexts('organization.policy');
  const explain = useExplain();
  /** The last saved values of the form. */
  const [saved, setSaved] = useState(policy);
  const [busy, setBusy] = useState(false);
  const [announced, announce] = useState('');
  const [problem, setProblem] = useState<Problem>({});
  const [isChanged, setChanged] = useState(false);
  useUnsaved(isChanged);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    announce('');
    const { change, wrong } = read(new FormData(event.currentTarget), saved);
    setProblem({ formats: wrong.formats && t(wrong.formats), mebibytes: wrong.mebibytes && t(wrong.mebibytes) });
    if (!change) return;
    setBusy(true);
    const answer = await request('/api/policy', { method: 'PATCH', json: change });
    setBusy(false);
    if (answer.ok) {
      // Only the changed fields: the answer also contains changes by others, which the form does not show.
      setSaved({ ...saved, ...change });
      setChanged(false);
      return announce(t('saved'));
    }
    const { maxAvatarBytes: size } = answer.failure.fieldProblems;
    const mebibytes = Number(((size?.limit ?? 0) / MIB).toFixed(2));
    const { acceptedFormats, maxAvatarBytes } = explain.fields(answer.failure, {
      ...(size && { maxAvatarBytes: t(size.code === 'too_small' ? 'least' : 'most', { mebibytes }) }),
    });
    // Problems of a field are shown beside it, not twice.
    const form = maxAvatarBytes || acceptedFormats ? undefined : explain.failure(answer.failure);
    setProblem({ mebibytes: maxAvatarBytes, formats: acceptedFormats, form });
  }

  const allowed = allowedBy(policy);
  return (
    <Section id="policy-heading" title={t('title')}>
      <form
        method="dialog"
        onSubmit={submit}
        onChange={(event) => setChanged(differs(read(new FormData(event.currentTarget), saved)))}
        noValidate
        className="space-y-6"
      >
        {problem.form && <Notice kind="error">{problem.form}</Notice>}
        <Switch name="disabled" defaultChecked={policy.avatarChangesDisabled} label={t('disabled')} about={t('disabledAbout')} />
        <Switch name="hashLookup" defaultChecked={policy.hashLookup} label={t('hashLookup')} about={t('hashLookupAbout')} />
        <Field
          label={t('size')}
          name="mebibytes"
          inputMode="decimal"
          defaultValue={shownLimit(policy)}
          hint={t('sizeHint')}
          error={problem.mebibytes}
          className="max-w-40"
        />
        <fieldset aria-describedby={problem.formats ? 'formats-error' : undefined}>
          <legend className="mb-1 font-medium text-sm">{t('formats')}</legend>
          <div className="flex flex-wrap gap-x-6">
            {ALL.map((format) => (
              <Choice
                key={format}
                name="formats"
                value={format}
                defaultChecked={allowed.includes(format)}
                label={
                  <>
                    {FORMATS[format].label} {format === 'tiff' && <span className="text-muted">{t('zulipOnly')}</span>}
                  </>
                }
              />
            ))}
          </div>
          {problem.formats && (
            <p id="formats-error" role="alert" className="text-danger text-sm">
              {problem.formats}
            </p>
          )}
        </fieldset>
        <SectionFooter status={announced}>
          <Button type="submit" variant="primary" busy={busy}>
            {t(busy ? 'busy' : 'submit')}
          </Button>
        </SectionFooter>
      </form>
    </Section>
  );
}

function allowedBy({ acceptedFormats }: Policy): InputFormat[] {
  return acceptedFormats.length === 0 ? ALL : ALL.filter((format) => acceptedFormats.includes(format));
}

/** Whether the form differs from the saved policy. */
function differs({ change, wrong }: ReturnType<typeof read>): boolean {
  return change === null ? Object.keys(wrong).length > 0 : Object.keys(change).length > 0;
}

/** The size limit as the form shows it, rounded. */
function shownLimit({ maxAvatarBytes }: Policy): string {
  return maxAvatarBytes === null ? '' : String(Number((maxAvatarBytes / MIB).toFixed(2)));
}

/**
 * Reads only the fields that the administrator changed: the form shows a rounded limit, and other fields may have been changed elsewhere.
 */
function read(data: FormData, saved: Policy): { change: PolicyChange | null; wrong: Wrong } {
  const text = String(data.get('mebibytes')).trim().replace(',', '.');
  const formats = ALL.filter((format) => data.getAll('formats').includes(format));
  const disabled = data.get('disabled') !== null;
  const hashLookup = data.get('hashLookup') !== null;
  const wrong: Wrong = {};
  if (text !== '' && !(Number(text) > 0)) wrong.mebibytes = 'enterSize';
  if (formats.length === 0) wrong.formats = 'chooseFormat';
  if (Object.keys(wrong).length > 0) return { change: null, wrong };
  const change: PolicyChange = {};
  if (disabled !== saved.avatarChangesDisabled) change.avatarChangesDisabled = disabled;
  if (hashLookup !== saved.hashLookup) change.hashLookup = hashLookup;
  if (text !== shownLimit(saved)) change.maxAvatarBytes = text === '' ? null : Math.round(Number(text) * MIB);
  // All formats are sent as an empty list, which includes formats of later versions.
  if (formats.join() !== allowedBy(saved).join()) change.acceptedFormats = formats.length === ALL.length ? [] : formats;
  return { change, wrong };
}
