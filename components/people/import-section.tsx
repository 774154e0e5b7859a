'use client';

import { useRouter } from 'next/navigation';
import { type ChangeEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { type ImportCounts, sendPeople } from '../api/send-people';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Button } from '../ui/button';
import { FileField } from '../ui/file-field';
import { Notice } from '../ui/notice';
import { Section } from '../ui/section';
import { ImportOutcome } from './import-outcome';

/** `checked`: a dry run has shown what the import would do. */
type State =
  | { step: 'empty' }
  | { step: 'checking' | 'importing'; counts: ImportCounts | null }
  | { step: 'checked' | 'imported'; counts: ImportCounts };

/** Imports people from a CSV file, after a dry run that shows its effect. */
export function ImportSection() {
  const t = useTexts('people.import');
  const explain = useExplain();
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [invites, setInvites] = useState(false);
  const [state, setState] = useState<State>({ step: 'empty' });
  const [problem, setProblem] = useState('');
  const busy = state.step === 'checking' || state.step === 'importing';

  async function run(chosen: File, isDryRun: boolean) {
    const step = isDryRun ? 'checking' : 'importing';
    setProblem('');
    setState({ step, counts: null });
    const answer = await sendPeople(chosen, { isDryRun, invites, onProgress: (counts) => setState({ step, counts }) });
    if (!answer.ok) {
      setProblem(explain.failure(answer.failure));
      return setState({ step: 'empty' });
    }
    setState({ step: isDryRun ? 'checked' : 'imported', counts: answer.counts });
    if (isDryRun) return;
    // The button that had the focus is gone.
    heading.current?.focus();
    if (input.current) input.current.value = '';
    setFile(null);
    router.refresh();
  }

  function choose(event: ChangeEvent<HTMLInputElement>) {
    const chosen = event.currentTarget.files?.[0] ?? null;
    setFile(chosen);
    if (chosen) void run(chosen, true);
    else setState({ step: 'empty' });
  }

  const chooseEarly = useEffectEvent(() => {
    const chosen = input.current?.files?.[0];
    if (!chosen) return;
    setFile(chosen);
    void run(chosen, true);
  });
  // Chosen before the scripts of the page had run.
  useEffect(() => chooseEarly(), []);

  return (
    <Section id="import-heading" headingRef={heading} title={t('title')}>
      <p id="import-about" className="text-muted text-sm">
        {t('about')}
      </p>
      {problem && <Notice kind="error">{problem}</Notice>}
      <FileField
        ref={input}
        label={t('file')}
        accept=".csv,text/csv"
        chosen={file?.name}
        disabled={busy}
        aria-describedby="import-about"
        onChange={choose}
      />
      <ImportOutcome {...state} />
      {file && state.step === 'checked' && state.counts.created > 0 && (
        <>
          <label className="flex min-h-10 cursor-pointer items-center gap-3 text-sm">
            <input
              type="checkbox"
              checked={invites}
              onChange={(event) => setInvites(event.currentTarget.checked)}
              className="size-5 shrink-0 accent-accent"
            />
            {t('invite')}
          </label>
          <Button variant="primary" onClick={() => void run(file, false)}>
            {t('submit', { count: state.counts.created })}
          </Button>
        </>
      )}
    </Section>
  );
}
