import { LoaderCircle } from 'lucide-react';
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { MAX_WEB_ADDRESS_LENGTH } from '@/lib/avatars/limits';
import { fetchWebPicture } from '../../../api/fetch-web-picture';
import type { UploadRules } from '../../../api/rules';
import { useTexts } from '../../../texts/texts';
import { useExplain } from '../../../texts/use-explain';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { useMessages } from '../../messages';
import { addressIn } from './web-address';

export interface AddressDialogProps {
  /** A pasted or dropped address, which is fetched at once; empty: the person types one. */
  pasted: string;
  rules: UploadRules;
  onClose: () => void;
  onFile: (file: File) => void;
}

/** Asks for the address of a picture, and fetches it. */
export default function AddressDialog({ pasted, rules, onClose, onFile }: AddressDialogProps) {
  const t = useTexts('sources.web');
  const explain = useExplain();
  const messages = useMessages();
  const [address, setAddress] = useState(pasted);
  const [isBusy, setBusy] = useState(pasted !== '');
  const [problem, setProblem] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const request = useRef<AbortController>(null);
  const taken = useEffectEvent(onFile);

  async function load(url: string) {
    request.current?.abort();
    const controller = new AbortController();
    request.current = controller;
    setProblem('');
    setBusy(true);
    const answer = await fetchWebPicture(url, controller.signal);
    if (controller.signal.aborted) return;
    setBusy(false);
    if (answer.ok) return taken(answer.value);
    const { url: wrong } = explain.fields(answer.failure);
    setProblem(wrong ?? messages.failure(answer.failure, rules, 'unopened').text);
    input.current?.focus();
  }

  const start = useEffectEvent(() => {
    if (pasted) void load(pasted);
  });
  useEffect(() => {
    start();
    return () => request.current?.abort();
  }, []);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isBusy) return;
    const url = addressIn(address);
    if (url) return void load(url);
    setProblem(t('expected'));
    input.current?.focus();
  }

  function stop() {
    request.current?.abort();
    setBusy(false);
    input.current?.focus();
  }

  function focusInput(event: Event) {
    event.preventDefault();
    input.current?.focus();
  }

  return (
    <Dialog isOpen onClose={onClose} title={t('title')} description={t('about')} onOpenFocus={focusInput}>
      <form method="dialog" noValidate onSubmit={submit} className="space-y-5">
        <Field
          ref={input}
          label={t('address')}
          name="url"
          type="url"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="https://"
          maxLength={MAX_WEB_ADDRESS_LENGTH}
          readOnly={isBusy}
          value={address}
          error={problem || undefined}
          hint={t('hint')}
          onChange={(event) => {
            setAddress(event.currentTarget.value);
            setProblem('');
          }}
        />
        <p role="status" className="sr-only">
          {isBusy ? t('fetchingStatus') : problem}
        </p>
        <div className="flex flex-wrap items-center justify-end gap-2">
          {isBusy && (
            <span className="me-auto flex items-center gap-2 text-muted text-sm">
              <LoaderCircle className="size-5 text-accent motion-safe:animate-spin" aria-hidden="true" /> {t('fetching')}
            </span>
          )}
          <Button onClick={isBusy ? stop : onClose}>{t('cancel')}</Button>
          {!isBusy && (
            <Button type="submit" variant="primary">
              {t('fetch')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
