import { clsx } from 'clsx';
import { Crop, ImageUp, LoaderCircle, Pause, Play, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { AvatarResource } from '../../api/resource';
import type { UploadRules } from '../../api/rules';
import { Avatar } from '../../avatar/avatar';
import { useAvatar } from '../../avatar/store';
import { useLocale, useTexts } from '../../texts/texts';
import { Button, buttonClass } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { formatBytes } from '../format-bytes';
import { GallerySection } from '../gallery/gallery-section';
import { listFormats } from '../messages';
import { ProblemNotice } from '../problem-notice';
import { MetadataReport } from '../report/metadata-report';
import { ShareSection } from '../share/share-section';
import { WaysIn } from '../sources/ways-in';
import type { EditorApi } from '../use-editor';
import { DescriptionForm } from './description-form';
import { DescriptionRequest } from './description-request';

/** Why an animation does not move. */
const DROPPED = { flashing: 'flashing', frames: 'frames', pixels: 'pixels', bytes: 'bytes', format: 'format' } as const;

interface CurrentProps {
  editor: EditorApi;
  rules: UploadRules;
  /** Number of kept pictures when the page was rendered. */
  kept: number;
  /** Its label is the button, which opens the file dialog before any script has run. */
  fileInput: ReactNode;
  /** Called when the focused button is gone. */
  onFocusGone: () => void;
}

/** The current picture and the actions on it. */
export function CurrentPicture(props: CurrentProps) {
  const { avatar, person } = useAvatar();
  const { editor, rules, kept, onFocusGone } = props;
  /** Key of the picture for which the person wants no description now. */
  const [declinedKey, setDeclinedKey] = useState<string | null>(null);
  const isAsked = editor.state.phase === 'saved' && avatar.id !== null && avatar.alt === '' && avatar.key !== declinedKey;
  return (
    <div className="space-y-6">
      <Card {...props} avatar={avatar} person={person} isAsked={isAsked} />
      {editor.state.phase === 'saved' && (
        <>
          {isAsked && (
            <DescriptionRequest editor={editor} name={person.name} onDecline={() => setDeclinedKey(avatar.key)} onFocusGone={onFocusGone} />
          )}
          <MetadataReport removed={editor.state.removed} />
        </>
      )}
      <GallerySection editor={editor} kept={kept} isLocked={rules.locked} onFailed={onFocusGone} />
      <ShareSection />
    </div>
  );
}

interface ActionsProps extends CurrentProps {
  /** Whether the page asks for a description below, with the suggestion. */
  isAsked: boolean;
}

function Card({ avatar, person, ...props }: ActionsProps & Pick<ReturnType<typeof useAvatar>, 'avatar' | 'person'>) {
  const t = useTexts('picture.current');
  const dropped = useTexts('picture.dropped');
  const problems = useTexts('picture.problems');
  return (
    <div
      className={clsx(
        'flex flex-col gap-8 rounded-2xl border bg-surface p-5 sm:flex-row sm:items-start sm:gap-10 sm:p-8',
        avatar.id === null ? 'border-control-line border-dashed' : 'border-line shadow-raised',
      )}
    >
      <Portrait avatar={avatar} name={person.name} />
      <div className="min-w-0 flex-1 space-y-5">
        <div className="space-y-2">
          <p className="text-muted wrap-anywhere">{t(textOfSource(avatar, props.rules.locked), { email: person.email })}</p>
          {avatar.id !== null && (
            <p className="text-muted text-sm">
              {t.rich('visibility', {
                link: (label) => (
                  <a href="/settings/addresses" className="link">
                    {label}
                  </a>
                ),
              })}
            </p>
          )}
        </div>
        {avatar.animationDropped && avatar.animationDropped !== 'choice' && (
          <Notice kind="warning">{dropped(DROPPED[avatar.animationDropped])}</Notice>
        )}
        {!props.rules.locked && <Actions {...props} />}
        {/* A lock of this picture is told above, with its reason. */}
        {props.rules.locked && !props.rules.ownLock && <Notice kind="warning">{problems('locked')}</Notice>}
      </div>
    </div>
  );
}

/** The picture itself. An animation can be paused (WCAG 2.2, success criterion 2.2.2). */
function Portrait({ avatar, name }: { avatar: AvatarResource; name: string }) {
  const t = useTexts('picture.current');
  /** Key of the picture that is paused. No `key` on the component: a new image element would be empty until it has loaded. */
  const [pausedKey, setPausedKey] = useState<string | null>(null);
  const paused = pausedKey === avatar.key;
  return (
    <div className="relative self-center sm:self-start">
      <Avatar avatar={avatar} name={name} size={208} still={paused} testId="current-avatar" />
      {avatar.animated && (
        <Button
          size="icon"
          aria-label={t(paused ? 'play' : 'pause')}
          onClick={() => setPausedKey(paused ? null : avatar.key)}
          // With reduced motion nothing moves, so there is nothing to pause.
          className="absolute end-1 bottom-1 rounded-full shadow-raised motion-reduce:hidden"
        >
          {paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
        </Button>
      )}
    </div>
  );
}

/** Name of the text about the current picture and its source. A locked policy also stops the daily check of Gravatar. */
function textOfSource({ id, source }: AvatarResource, locked: boolean) {
  if (source === 'upload') return 'uploaded';
  if (source === 'none') return 'none';
  if (id === null) return locked ? 'gravatarNoneLocked' : 'gravatarNone';
  return locked ? 'gravatarLocked' : 'gravatar';
}

/** The outline of the input, which is hidden inside of the label. */
const FILE_BUTTON = 'relative has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2';

function Actions({ editor, rules, fileInput, isAsked, onFocusGone }: ActionsProps) {
  const t = useTexts('picture.current');
  const problems = useTexts('picture.problems');
  const locale = useLocale();
  const { avatar, person } = useAvatar();
  const { state, busy, currentProblem, reframe, remove } = editor;
  const shown = avatar.id !== null;
  const opening = busy === 'reframe';
  return (
    <>
      {/* On a phone the first button has a row of its own, and the others share one. */}
      <div className="flex flex-wrap gap-2 max-sm:*:grow">
        <label htmlFor="picture-file" className={buttonClass({ variant: 'primary', className: `${FILE_BUTTON} max-sm:basis-full` })}>
          <ImageUp aria-hidden="true" /> {t(shown ? 'replace' : 'upload')}
          {fileInput}
        </label>
        {shown && (
          <>
            <Button onClick={() => void reframe()} aria-disabled={opening}>
              <Crop aria-hidden="true" /> {t('reframe')}
            </Button>
            <Button
              variant="danger"
              aria-disabled={busy === 'remove'}
              onClick={async () => {
                if (await remove()) onFocusGone();
              }}
            >
              <Trash2 aria-hidden="true" /> {t('remove')}
            </Button>
          </>
        )}
      </div>
      {state.phase === 'failed' && !state.work && <ProblemNotice problem={state.problem} />}
      {currentProblem && <ProblemNotice problem={currentProblem} />}
      {opening ? (
        <Opening />
      ) : (
        <p className="text-muted text-sm">
          {rules.formats.length === 0
            ? problems('noFormat')
            : t.rich(rules.fetchesAddresses ? 'formatsOrAddress' : 'formats', {
                // Fingers neither drop nor paste on a page.
                more: (text) => <span className="[@media(hover:none)_and_(pointer:coarse)]:hidden">{text}</span>,
                formats: listFormats(rules.formats, locale),
                size: formatBytes(rules.maxBytes, locale),
              })}
        </p>
      )}
      {shown && <DescriptionForm editor={editor} alt={avatar.alt} name={person.name} isAsked={isAsked} onSave={editor.describe} />}
      <WaysIn editor={editor} rules={rules} onFocusGone={onFocusGone} />
    </>
  );
}

/** The original comes from the server. The live region of the page tells screen readers. */
function Opening() {
  const t = useTexts('picture.current');
  const row = useRef<HTMLDivElement>(null);
  // On a phone it would appear below the window, as if nothing had happened.
  useEffect(() => {
    row.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={row} className="flex min-h-10 scroll-m-4 flex-wrap items-center gap-3 text-sm">
      <LoaderCircle className="size-5 text-accent motion-safe:animate-spin" aria-hidden="true" />
      {t('opening')}
    </div>
  );
}
