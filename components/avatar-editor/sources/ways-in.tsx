import { Camera, Link, Shapes } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import type { UploadRules } from '../../api/rules';
import { useAvatar } from '../../avatar/store';
import { useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { ProblemNotice } from '../problem-notice';
import { type Problem, workOf } from '../state-machine';
import type { EditorApi } from '../use-editor';
import { DirectoryButton } from './directory';
import { AboutGravatar, FoundPicture, GravatarButton, useGravatar } from './gravatar';
import { useGivenAddress } from './web/use-given-address';

// Most people upload a file, and need none of these.
const CameraDialog = lazy(() => import('./camera/camera-dialog'));
const AddressDialog = lazy(() => import('./web/address-dialog'));
const DrawingsDialog = lazy(() => import('./drawings/drawings-dialog'));

interface WaysInProps {
  editor: EditorApi;
  rules: UploadRules;
  /** Called when the focused button is gone. */
  onFocusGone: () => void;
}

type OpenDialog = { kind: 'camera' | 'drawings' } | { kind: 'address'; pasted: string };

/** Two columns where the longest name fits on a line; elsewhere one, in which it may wrap. */
const WAYS = 'grid min-w-0 max-w-md grid-cols-[repeat(auto-fit,minmax(min(11rem,100%),1fr))] gap-2';

const WAY = 'justify-start whitespace-normal px-3 text-start';

/** Where a picture can come from, besides a file. Each way ends in the editor, except Gravatar, which is shown before it is used. */
export function WaysIn({ editor, rules, onFocusGone }: WaysInProps) {
  const t = useTexts('sources.ways');
  const { avatar, person } = useAvatar();
  const { busy, state, choose, remove } = editor;
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const gravatar = useGravatar(editor);
  const about = useId();
  const close = () => setDialog(null);
  const take = (file: File) => {
    close();
    choose([file]);
  };
  useGivenAddress((address) => {
    if (rules.fetchesAddresses && !workOf(state)) setDialog({ kind: 'address', pasted: address });
  });

  return (
    <div className="space-y-4 border-line border-t pt-5">
      <fieldset aria-label={t('label')} className={WAYS}>
        <Button className={WAY} onClick={() => setDialog({ kind: 'camera' })}>
          <Camera aria-hidden="true" /> {t('camera')}
        </Button>
        {rules.fetchesAddresses && (
          <Button className={WAY} onClick={() => setDialog({ kind: 'address', pasted: '' })}>
            <Link aria-hidden="true" /> {t('web')}
          </Button>
        )}
        <Button className={WAY} onClick={() => setDialog({ kind: 'drawings' })}>
          <Shapes aria-hidden="true" /> {t('drawing')}
        </Button>
        {rules.directory !== null && (
          <DirectoryButton name={rules.directory} rules={rules} className={WAY} onFile={take} onProblem={setProblem} />
        )}
        <GravatarButton gravatar={gravatar} about={about} className={WAY} />
        {gravatar.isUsed && avatar.id === null && (
          <Button
            className={WAY}
            aria-disabled={busy === 'remove'}
            onClick={async () => {
              if (await remove()) onFocusGone();
            }}
          >
            {t('leaveGravatar')}
          </Button>
        )}
      </fieldset>
      {problem && <ProblemNotice problem={problem} />}
      {gravatar.found && (
        <FoundPicture
          key={gravatar.found.url}
          url={gravatar.found.url}
          testId="found-gravatar"
          title={t(gravatar.replaces ? 'foundReplaces' : 'found')}
          busy={gravatar.isAsking}
          onUse={() => void gravatar.use()}
          onCancel={gravatar.close}
        />
      )}
      <AboutGravatar id={about} host={rules.gravatarHost} />
      <Suspense fallback={null}>
        {dialog?.kind === 'camera' && <CameraDialog onClose={close} onFile={take} />}
        {dialog?.kind === 'drawings' && <DrawingsDialog name={person.name} rules={rules} onClose={close} onFile={take} />}
        {dialog?.kind === 'address' && (
          <AddressDialog key={dialog.pasted} pasted={dialog.pasted} rules={rules} onClose={close} onFile={take} />
        )}
      </Suspense>
    </div>
  );
}
