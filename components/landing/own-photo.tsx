'use client';

import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts/texts';
import { useWindowDrop } from '../ui/use-window-drop';

interface NotLoadedProps {
  onDone: (picture: null, problem: string) => void;
}

/** Without a connection there is no editor. */
function NotLoaded({ onDone }: NotLoadedProps): ReactNode {
  const t = useTexts('landing.own');
  useEffect(() => onDone(null, t('notLoaded')), [onDone, t]);
  return null;
}

/** The editor of the picture page. Loaded with the first photo. */
const TryEditor = lazy(() => import('./try-editor').catch(() => ({ default: NotLoaded })));

/**
 * Frames a photo of the visitor, and shows it in the demonstration around this. Nothing leaves the browser.
 * @param takesHeic whether the server opens what few browsers can show
 */
export function OwnPhoto({ takesHeic }: { takesHeic: boolean }) {
  const t = useTexts('landing.own');
  const root = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [own, setOwn] = useState('');
  const [problem, setProblem] = useState('');

  const finish = useCallback((picture: string | null, found = '') => {
    setFile(null);
    setProblem(found);
    if (picture !== null) setOwn(picture);
    // The same file can be chosen again.
    if (input.current) input.current.value = '';
    input.current?.focus();
  }, []);

  const isOver = useWindowDrop(
    ({ types }) => file === null && types.includes('Files'),
    ({ files }) => setFile(files[0] ?? null),
  );

  // Chosen before the scripts of the page had run.
  useEffect(() => setFile(input.current?.files?.[0] ?? null), []);

  // The server has rendered the demonstration, with a place for the photo.
  useEffect(() => {
    const demo = root.current?.closest<HTMLElement>('.demo');
    const choice = demo?.querySelector<HTMLInputElement>('input[value="own"]');
    if (own === '' || !demo || !choice) return;
    demo.style.setProperty('--own', `url(${own})`);
    demo.classList.add('demo-has-own');
    choice.checked = true;
    return () => URL.revokeObjectURL(own);
  }, [own]);

  return (
    <div ref={root} className="flex max-w-64 flex-col items-center gap-2 text-center">
      {/* A label opens the file dialog by itself, also before scripts have run. */}
      <label
        data-dropping={isOver || undefined}
        className="ui-button ui-button-plain needs-scripts has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2 data-dropping:outline-2 data-dropping:outline-accent data-dropping:outline-offset-2"
      >
        {t(own === '' ? 'choose' : 'another')}
        <input
          ref={input}
          type="file"
          accept="image/*"
          autoComplete="off"
          className="sr-only"
          onChange={({ currentTarget }) => setFile(currentTarget.files?.[0] ?? null)}
        />
      </label>
      <p role="status" className={problem ? 'text-danger text-sm' : 'text-muted text-xs'}>
        {problem || t(own === '' ? 'nothing' : 'everywhere')}
      </p>
      {file && (
        <Suspense>
          <TryEditor file={file} takesHeic={takesHeic} onDone={finish} />
        </Suspense>
      )}
    </div>
  );
}
