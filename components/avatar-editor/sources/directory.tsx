import { Building2, LoaderCircle } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { fetchDirectoryPicture } from '../../api/fetch-web-picture';
import type { UploadRules } from '../../api/rules';
import { useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { useMessages } from '../messages';
import type { Problem } from '../state-machine';

interface DirectoryButtonProps {
  /** Name of the provider. */
  name: string;
  rules: UploadRules;
  className: string;
  onFile: (file: File) => void;
  /** null hides the last one. */
  onProblem: (problem: Problem | null) => void;
}

/** Takes the picture that the person's organization has of them. */
export function DirectoryButton({ name, rules, className, onFile, onProblem }: DirectoryButtonProps) {
  const t = useTexts('sources.ways');
  const messages = useMessages();
  const [isBusy, setBusy] = useState(false);
  const request = useRef<AbortController>(null);
  useEffect(() => () => request.current?.abort(), []);

  async function take() {
    if (isBusy) return;
    onProblem(null);
    setBusy(true);
    const controller = new AbortController();
    request.current = controller;
    const answer = await fetchDirectoryPicture(controller.signal);
    if (controller.signal.aborted) return;
    setBusy(false);
    if (answer.ok) return onFile(answer.value);
    const isMissing = answer.failure.code === 'no_picture';
    onProblem(isMissing ? { text: t('noDirectoryPicture'), next: 'choose' } : messages.failure(answer.failure, rules, 'unopened'));
  }

  const Icon = isBusy ? LoaderCircle : Building2;
  return (
    <Button className={className} onClick={() => void take()} aria-disabled={isBusy}>
      <Icon aria-hidden="true" className={isBusy ? 'motion-safe:animate-spin' : undefined} />
      <span className="truncate">{t(isBusy ? 'askingDirectory' : 'directory', { name })}</span>
    </Button>
  );
}
