import { Check, CloudDownload, RefreshCw } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useAvatar } from '../../avatar/store';
import { Button } from '../../ui/button';
import type { EditorApi } from '../use-editor';

interface GravatarProps {
  editor: EditorApi;
  /** Host of the Gravatar service. */
  host: string;
  /** Called when Gravatar is no longer used and its focused button is gone. */
  onRemoved: () => void;
}

/** The found picture as an object URL, and the hash of its file. */
interface Found {
  url: string;
  sha256: string;
}

/** The person's picture at Gravatar: preview it, use it, look for a newer one, or stop using it. */
export function Gravatar({ editor, host, onRemoved }: GravatarProps) {
  const { avatar } = useAvatar();
  const { busy, findGravatar, switchToGravatar, remove } = editor;
  const [found, setFound] = useState<Found | null>(null);
  const main = useRef<HTMLButtonElement>(null);
  const about = useId();
  const used = avatar.source === 'gravatar';
  const asking = busy === 'gravatar';
  const Icon = used ? RefreshCw : CloudDownload;
  useEffect(() => (found ? () => URL.revokeObjectURL(found.url) : undefined), [found]);

  async function find() {
    const picture = await findGravatar();
    setFound(picture && { url: URL.createObjectURL(picture.bytes), sha256: picture.sha256 });
  }

  function close() {
    setFound(null);
    // The focused button is gone.
    main.current?.focus();
  }

  return (
    <div className="max-w-xl space-y-3 border-line border-t pt-5">
      <div className="flex flex-wrap gap-2">
        {/* If Gravatar is already in use, switch without a preview: a newer picture replaces the old one, and a failure changes nothing. */}
        <Button ref={main} onClick={() => void (used ? switchToGravatar() : find())} aria-disabled={asking} aria-describedby={about}>
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
      {found && !used && (
        <FoundPicture
          key={found.url}
          url={found.url}
          replaces={avatar.id !== null}
          busy={asking}
          onUse={async () => {
            if (await switchToGravatar(found.sha256)) close();
          }}
          onCancel={close}
        />
      )}
      <p id={about} className="text-muted text-sm">
        Our server asks {host}, with a hash of your <span className="whitespace-nowrap">e-mail</span> address, so that no browser has to.
        Only clients of Zulip and Cloudreve go there by themselves.
      </p>
    </div>
  );
}

interface FoundPictureProps {
  url: string;
  /** Whether it would replace a picture. */
  replaces: boolean;
  busy: boolean;
  onUse: () => void;
  onCancel: () => void;
}

/** Preview of the picture at Gravatar, before anything changes. */
function FoundPicture({ url, replaces, busy, onUse, onCancel }: FoundPictureProps) {
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
        data-testid="found-gravatar"
        className="size-24 shrink-0 rounded-full object-cover ring-1 ring-ink/10"
      />
      <div className="min-w-0 flex-1 basis-56 space-y-3">
        <p id={title} className="text-sm">
          This is your picture at Gravatar.{' '}
          {replaces ? 'It will replace your current picture, which you can go back to.' : 'Nothing has changed yet.'}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button ref={use} variant="primary" onClick={onUse} aria-disabled={busy}>
            <Check aria-hidden="true" /> Use this picture
          </Button>
          <Button onClick={onCancel}>Cancel</Button>
        </div>
      </div>
    </fieldset>
  );
}
