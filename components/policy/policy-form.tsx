'use client';

import { type FormEvent, useState } from 'react';
import { FORMATS, type InputFormat } from '@/lib/imaging/media-types';
import { request } from '../api/request';
import type { Policy, PolicyChange } from '../api/resource';
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

/** Edits the policy, which takes effect in every page, client and API once it is saved. */
export function PolicyForm({ policy }: { policy: Policy }) {
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
    setProblem(wrong);
    if (!change) return;
    setBusy(true);
    const answer = await request('/api/policy', { method: 'PATCH', json: change });
    setBusy(false);
    if (answer.ok) {
      // Only the changed fields: the answer also contains changes by others, which the form does not show.
      setSaved({ ...saved, ...change });
      setChanged(false);
      return announce('Saved. Takes effect immediately for everyone.');
    }
    const { maxAvatarBytes, acceptedFormats } = answer.failure.fields;
    // Problems of a field are shown beside it, not twice.
    const form = maxAvatarBytes || acceptedFormats ? undefined : answer.failure.detail || 'Something went wrong. Try again.';
    setProblem({ mebibytes: maxAvatarBytes, formats: acceptedFormats, form });
  }

  const allowed = allowedBy(policy);
  return (
    <Section id="policy-heading" title="Pictures">
      <form
        onSubmit={submit}
        onChange={(event) => setChanged(differs(read(new FormData(event.currentTarget), saved)))}
        noValidate
        className="space-y-6"
      >
        {problem.form && <Notice kind="error">{problem.form}</Notice>}
        <Switch
          name="disabled"
          defaultChecked={policy.avatarChangesDisabled}
          label="Only administrators may change pictures"
          about="Everyone keeps their current picture. Every API refuses changes."
        />
        <Switch
          name="hashLookup"
          defaultChecked={policy.hashLookup}
          label="Answer applications that know only a hash of an address"
          about="Gravatar and Libravatar clients ask in this way. Without it, they get the same default picture for every address."
        />
        <Field
          label="Maximum file size in MiB"
          name="mebibytes"
          inputMode="decimal"
          defaultValue={shownLimit(policy)}
          hint="Leave empty to use the limit of each API. A number can only lower those limits."
          error={problem.mebibytes}
          className="max-w-40"
        />
        <fieldset aria-describedby={problem.formats ? 'formats-error' : undefined}>
          <legend className="mb-1 font-medium text-sm">Accepted formats</legend>
          <div className="flex flex-wrap gap-x-6">
            {ALL.map((format) => (
              <Choice
                key={format}
                name="formats"
                value={format}
                defaultChecked={allowed.includes(format)}
                label={
                  <>
                    {FORMATS[format].label} {format === 'tiff' && <span className="text-muted">(Zulip API only)</span>}
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
            {busy ? 'Saving…' : 'Save'}
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
function read(data: FormData, saved: Policy): { change: PolicyChange | null; wrong: Problem } {
  const text = String(data.get('mebibytes')).trim().replace(',', '.');
  const formats = ALL.filter((format) => data.getAll('formats').includes(format));
  const disabled = data.get('disabled') !== null;
  const hashLookup = data.get('hashLookup') !== null;
  const wrong: Problem = {};
  if (text !== '' && !(Number(text) > 0)) wrong.mebibytes = 'Enter a number of MiB, such as 2 or 0.5, or leave it empty.';
  if (formats.length === 0) wrong.formats = 'Choose at least one format.';
  if (Object.keys(wrong).length > 0) return { change: null, wrong };
  const change: PolicyChange = {};
  if (disabled !== saved.avatarChangesDisabled) change.avatarChangesDisabled = disabled;
  if (hashLookup !== saved.hashLookup) change.hashLookup = hashLookup;
  if (text !== shownLimit(saved)) change.maxAvatarBytes = text === '' ? null : Math.round(Number(text) * MIB);
  // All formats are sent as an empty list, which includes formats of later versions.
  if (formats.join() !== allowedBy(saved).join()) change.acceptedFormats = formats.length === ALL.length ? [] : formats;
  return { change, wrong };
}
