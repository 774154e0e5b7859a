import { CloudDownload, RefreshCw } from 'lucide-react';
import { useId } from 'react';
import { useAvatar } from '../avatar/store';
import { Button } from '../ui/button';
import type { EditorApi } from './use-editor';

interface GravatarProps {
  editor: EditorApi;
  /** Whom the server asks. */
  host: string;
  /** Gravatar is no longer used, and the button that said so is gone with it. */
  onRemoved: () => void;
}

/** The picture that a person has at Gravatar already: to take it, to look for a newer one, or to stop waiting for one. */
export function Gravatar({ editor, host, onRemoved }: GravatarProps) {
  const { avatar } = useAvatar();
  const { busy, takeGravatar, remove } = editor;
  const about = useId();
  const used = avatar.source === 'gravatar';
  const asking = busy === 'gravatar';
  const Icon = used ? RefreshCw : CloudDownload;
  return (
    <div className="max-w-xl space-y-2 border-line border-t pt-5">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void takeGravatar()} aria-disabled={asking} aria-describedby={about}>
          <Icon aria-hidden="true" className={asking ? 'motion-safe:animate-pulse' : undefined} />
          {asking ? 'Asking Gravatar…' : used ? 'Ask Gravatar again' : 'Use my Gravatar'}
        </Button>
        {used && avatar.id === null && (
          <Button
            aria-disabled={busy === 'remove'}
            onClick={async () => {
              if (await remove()) onRemoved();
            }}
          >
            Stop using Gravatar
          </Button>
        )}
      </div>
      <p id={about} className="text-muted text-sm">
        Our server asks {host}, with a hash of your <span className="whitespace-nowrap">e-mail</span> address, so that no browser has to.
        Only clients of Zulip and Cloudreve go there by themselves.
      </p>
    </div>
  );
}
