import { Check, CloudDownload, RefreshCw } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useAvatar } from '../../avatar/store';
import { useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import type { EditorApi } from '../use-editor';

/** The found picture as an object URL, and the hash of its file. */
interface Found {
  url: string;
  sha256: string;
}

/** The person's picture at Gravatar: preview it, use it, look for a newer one. */
export function useGravatar({ busy, findGravatar, switchToGravatar }: EditorApi) {
  const { avatar } = useAvatar();
  const [found, setFound] = useState<Found | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isUsed = avatar.source === 'gravatar';
  useEffect(() => (found ? () => URL.revokeObjectURL(found.url) : undefined), [found]);

  async function find() {
    const picture = await findGravatar();
    setFound(picture && { url: URL.createObjectURL(picture.bytes), sha256: picture.sha256 });
  }

  function close() {
    setFound(null);
    // The focused button is gone.
    button.current?.focus();
  }

  return {
    button,
    isUsed,
    isAsking: busy === 'gravatar',
    found: isUsed ? null : found,
    replaces: avatar.id !== null,
    // If Gravatar is already in use, switch without a preview: a newer picture replaces the old one, and a failure changes nothing.
    ask: () => void (isUsed ? switchToGravatar() : find()),
    async use() {
      if (found && (await switchToGravatar(found.sha256))) close();
    },
    close,
  };
}

export type GravatarApi = ReturnType<typeof useGravatar>;

interface GravatarButtonProps {
  gravatar: GravatarApi;
  /** Id of the text about Gravatar. */
  about: string;
  className: string;
}

export function GravatarButton({ gravatar: { button, isUsed, isAsking, ask }, about, className }: GravatarButtonProps) {
  const t = useTexts('sources.ways');
  const Icon = isUsed ? RefreshCw : CloudDownload;
  return (
    <Button ref={button} className={className} onClick={ask} aria-disabled={isAsking} aria-describedby={about}>
      <Icon aria-hidden="true" className={isAsking ? 'motion-safe:animate-pulse' : undefined} />
      {t(isAsking ? 'askingGravatar' : isUsed ? 'gravatarAgain' : 'gravatar')}
    </Button>
  );
}

/** Where the request for the picture goes. */
export function AboutGravatar({ id, host }: { id: string; host: string }) {
  const t = useTexts('sources.ways');
  return (
    <p id={id} className="text-muted text-sm">
      {t.rich('aboutGravatar', { host, nowrap: (text) => <span className="whitespace-nowrap">{text}</span> })}
    </p>
  );
}

interface FoundPictureProps {
  url: string;
  title: string;
  testId: string;
  busy: boolean;
  onUse: () => void;
  onCancel: () => void;
}

/** Preview of a picture from elsewhere, before anything changes. */
export function FoundPicture({ url, title: words, testId, busy, onUse, onCancel }: FoundPictureProps) {
  const t = useTexts('sources.ways');
  const title = useId();
  const use = useRef<HTMLButtonElement>(null);
  useEffect(() => use.current?.focus(), []);
  return (
    <fieldset aria-labelledby={title} className="flex flex-wrap items-center gap-4 rounded-xl border border-line bg-sunken p-4">
      <img
        src={url}
        alt=""
        width={96}
        height={96}
        data-testid={testId}
        className="size-24 shrink-0 rounded-full object-cover ring-1 ring-ink/10"
      />
      <div className="min-w-0 flex-1 basis-56 space-y-3">
        <p id={title} className="text-sm">
          {words}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button ref={use} variant="primary" onClick={onUse} aria-disabled={busy}>
            <Check aria-hidden="true" /> {t('use')}
          </Button>
          <Button onClick={onCancel}>{t('cancel')}</Button>
        </div>
      </div>
    </fieldset>
  );
}
