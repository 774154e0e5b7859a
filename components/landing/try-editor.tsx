'use client';

import { type ReactNode, useEffect, useId, useReducer, useState } from 'react';
import { CropTexts } from '../avatar-editor/crop/crop-texts';
import { focusFrame } from '../avatar-editor/crop/focus-frame';
import { Previews } from '../avatar-editor/crop/previews';
import { ShapeSwitch } from '../avatar-editor/crop/shape-switch';
import { Stage } from '../avatar-editor/crop/stage';
import { Tools } from '../avatar-editor/crop/tools';
import { useAct } from '../avatar-editor/crop/use-act';
import { useShape } from '../avatar-editor/crop/use-shape';
import { type Edit, edit } from '../avatar-editor/edits';
import { isWhole } from '../avatar-editor/open/is-whole';
import { startWork, type Work } from '../avatar-editor/work';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Dialog, DialogClose, DialogTitle } from '../ui/dialog';
import { StyleNonce } from '../ui/style-nonce';
import { drawCrop } from './draw-crop';
import { isHeic } from './is-heic';
import '../avatar-editor/crop/editor-dialog.css';

interface TryEditorProps {
  file: File;
  /** Whether people with an account can upload HEIC. */
  takesHeic: boolean;
  /** @param picture object URL of the framed picture; null if there is none @param problem why */
  onDone: (picture: string | null, problem?: string) => void;
}

/** The editor of the picture page for a photo of a visitor. Nothing leaves the browser. */
export default function TryEditor({ file, takesHeic, onDone }: TryEditorProps): ReactNode {
  const t = useTexts('landing.own');
  const [opened, setOpened] = useState<Work | null>(null);

  useEffect(() => {
    let isOver = false;
    const url = URL.createObjectURL(file);
    const image = new Image();
    image.src = url;
    // Browsers make no ImageBitmap of an SVG file.
    Promise.all([image.decode(), file.type === 'image/svg+xml' || isWhole(file)])
      .then(([, whole]) => {
        if (!whole) throw new Error('The picture is truncated');
        const source = { file, blob: file, url, stillUrl: null, opaque: false, crop: null, background: '#ffffff', tag: null };
        const picture = { width: image.naturalWidth, height: image.naturalHeight };
        if (!isOver) setOpened(startWork(source, { picture, transparent: false, alt: '', startAlt: '' }));
      })
      .catch(async () => {
        const problem = !(await isHeic(file)) ? 'unreadable' : takesHeic ? 'heic' : 'noHeic';
        if (!isOver) onDone(null, t(problem));
      });
    return () => {
      isOver = true;
      URL.revokeObjectURL(url);
    };
  }, [file, takesHeic, onDone, t]);

  return (
    <>
      <StyleNonce />
      {opened && (
        <CropTexts>
          <EditorOf key={opened.source.url} opened={opened} onDone={onDone} />
        </CropTexts>
      )}
    </>
  );
}

function EditorOf({ opened, onDone }: { opened: Work; onDone: TryEditorProps['onDone'] }) {
  const t = useTexts('landing.own');
  const [work, dispatch] = useReducer((before: Work, change: Edit) => edit(before, change), opened);
  const [shape, setShape] = useShape();
  const { act, adjust, spoken } = useAct(work, dispatch);
  const hintId = useId();
  const { url } = work.source;

  return (
    <Dialog
      isOpen
      onClose={() => onDone(null)}
      closesOutside={false}
      title={t('title')}
      className="editor-dialog"
      header={null}
      onOpenFocus={focusFrame}
      onCloseFocus={(event) => event.preventDefault()}
    >
      <form
        method="dialog"
        className="editor-layout"
        aria-label={t('title')}
        onSubmit={(event) => {
          event.preventDefault();
          drawCrop(work).then(onDone, () => onDone(null, t('notDrawn')));
        }}
      >
        <div className="editor-head">
          <DialogTitle className="truncate">{t('title')}</DialogTitle>
          <DialogClose label={t('close')} />
        </div>
        <div className="editor-stage">
          <Stage {...{ work, url, shape, hintId, act }} isStill={false} dispatch={adjust} />
          <div className="absolute top-2.5 end-2.5">
            <ShapeSwitch shape={shape} onChange={setShape} />
          </div>
        </div>
        <div className="editor-tools">
          <Tools work={work} dispatch={adjust} act={act} isDisabled={false} />
          <div className="editor-side">
            <p className="text-muted text-sm">{t('stays')}</p>
            <Previews {...{ work, url, shape }} name={t('you')} />
            <p id={hintId} hidden>
              {t('keys')}
            </p>
          </div>
        </div>
        <div className="editor-foot">
          <div className="flex justify-end gap-2">
            <Button onClick={() => onDone(null)}>{t('cancel')}</Button>
            <Button type="submit" variant="primary">
              {t('show')}
            </Button>
          </div>
        </div>
        <p role="status" aria-live="polite" className="sr-only">
          {spoken}
        </p>
      </form>
    </Dialog>
  );
}
