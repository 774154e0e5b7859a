import { Building2, LoaderCircle } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { fetchDirectoryPicture } from '../../api/fetch-web-picture';
import type { UploadRules } from '../../api/rules';
import { Button } from '../../ui/button';
import { failureMessage } from '../messages';
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
    const { code, detail } = answer.failure;
    onProblem(code === 'no_picture' ? { text: detail, next: 'choose' } : failureMessage(answer.failure, rules, 'unopened'));
  }

  const Icon = isBusy ? LoaderCircle : Building2;
  return (
    <Button className={className} onClick={() => void take()} aria-disabled={isBusy}>
      <Icon aria-hidden="true" className={isBusy ? 'motion-safe:animate-spin' : undefined} />
      <span className="truncate">{isBusy ? `Asking ${name}…` : `Picture from ${name}`}</span>
    </Button>
  );
}
