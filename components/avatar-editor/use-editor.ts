import { useEffect, useReducer, useRef, useState } from 'react';
import { DEFAULT_BACKGROUND } from '@/lib/avatars/limits';
import type { UploadRules } from '../api/rules';
import { type Sending, sendPicture } from '../api/send-picture';
import { useAvatar } from '../avatar/store';
import { checkFile } from './check-file';
import { OPAQUE_TYPE, reduce, START, shownCrop, workOf } from './machine';
import { useKept } from './use-kept';
import { useOpening } from './use-opening';
import { explain, TOO_MANY } from './words';

/** The state machine tied to the browser: files, the network, and the picture that the whole page shows. */
export function useEditor(rules: UploadRules) {
  const { publish, refresh } = useAvatar();
  const [state, dispatch] = useReducer(reduce, START);
  /** What was done last, for the eye and for screen readers. */
  const [said, say] = useState('');
  const sending = useRef<Sending | null>(null);
  const kept = useKept({ dispatch, say, rules });
  useOpening({ state, dispatch, rules });

  const source = state.phase === 'picked' ? state.source : workOf(state)?.source;
  const url = source?.url;
  useEffect(() => (url === undefined ? undefined : () => URL.revokeObjectURL(url)), [url]);
  useEffect(() => () => sending.current?.abort(), []);

  function choose(files: readonly File[]) {
    const [file] = files;
    if (!file || state.phase === 'saving' || rules.locked) return;
    say('');
    const problem = files.length > 1 ? TOO_MANY : checkFile(file, rules);
    if (problem) dispatch({ type: 'refuse', problem });
    else
      dispatch({
        type: 'pick',
        source: {
          file,
          blob: file,
          url: URL.createObjectURL(file),
          opaque: file.type === OPAQUE_TYPE,
          crop: null,
          background: DEFAULT_BACKGROUND,
          tag: null,
        },
        alt: '',
      });
  }

  async function save() {
    const work = workOf(state);
    if (!work || state.phase === 'saving') return;
    dispatch({ type: 'save' });
    const { source, background } = work;
    const picture = { file: source.file, crop: shownCrop(work), alt: work.alt.trim(), background, tag: source.tag };
    const sent = sendPicture(picture, (share) => dispatch({ type: 'progress', sent: share }));
    sending.current = sent;
    const answer = await sent.answer;
    sending.current = null;
    if (answer.ok) {
      // What was in the file is for whoever saved it, and not for other tabs.
      const { removed = [], ...avatar } = answer.value;
      publish(avatar, answer.etag);
      say('Picture saved.');
      dispatch({ type: 'saved', removed });
    } else if (answer.failure.code !== 'aborted') {
      dispatch({ type: 'refuse', problem: explain(answer.failure, rules) });
      // The picture may be saved for all that: an answer can be lost on the way.
      if (['timeout', 'unreachable', 'precondition_failed'].includes(answer.failure.code)) void refresh();
    }
  }

  function cancel() {
    sending.current?.abort();
    sending.current = null;
    dispatch({ type: 'cancel' });
    // It may have been too late.
    void refresh();
  }

  return { state, dispatch, said, choose, save, cancel, ...kept };
}

export type EditorApi = ReturnType<typeof useEditor>;
