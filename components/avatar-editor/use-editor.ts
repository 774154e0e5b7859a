import { useEffect, useReducer, useRef, useState } from 'react';
import { DEFAULT_BACKGROUND } from '@/lib/imaging/limits';
import type { UploadRules } from '../api/rules';
import { type Sending, sendPicture } from '../api/send-picture';
import { noteVia } from '../api/via';
import { useAvatar } from '../avatar/store';
import { useTexts } from '../texts/texts';
import { useUnsaved } from '../unsaved-changes/store';
import { earlyPicture } from './crop/early-picture';
import { useCurrentPicture } from './current/use-current-picture';
import { useDraft, useUnsavedPicture } from './drafts/use-draft';
import { useMessages } from './messages';
import { blurredThumbnail } from './open/blurred-thumbnail';
import { checkFile } from './open/check-file';
import { beginToReduce, forgetBegun } from './open/small-copy';
import { useFirstFraming } from './open/use-first-framing';
import { useOpenPicture, useWholeCopy } from './open/use-open-picture';
import { canSave, hasUnsavedChanges, OPAQUE_TYPE, reduce, START, type State, workOf } from './state-machine';
import { useOnline } from './use-online';
import { type Source, shownCrop } from './work';

/** Connects the state machine to files, the network, and the picture of the whole page. */
export function useEditor(rules: UploadRules) {
  const news = useTexts('picture.news');
  const messages = useMessages();
  const { avatar, person, publish, refresh, latest } = useAvatar();
  const [state, dispatch] = useReducer(reduce, START);
  /** Text of the live region: the last completed action. */
  const [announced, announce] = useState('');
  const sending = useRef<Sending | null>(null);
  /** The file to open next. */
  const chosen = useRef<File | null>(null);
  /** As last rendered. */
  const current = useRef<{ state: State; draft: string | null }>({ state, draft: null });
  const isEditing = () => current.current.state.phase === 'picked' || workOf(current.current.state) !== null;
  const currentPicture = useCurrentPicture({ dispatch, announce, rules, isEditing });
  useOpenPicture({ state, dispatch, rules });
  useWholeCopy(state, dispatch);
  useFirstFraming(state, dispatch);
  useObjectUrls(state);
  const { draft } = currentPicture;
  useEffect(() => {
    current.current = { state, draft };
  }, [state, draft]);
  useUnsaved(hasUnsavedChanges(state), useUnsavedPicture());
  useUnsaved(draft !== null && avatar.id !== null && draft.trim() !== avatar.alt);
  const drafts = useDraft({ personId: person.id, state, dispatch });
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
      sending.current?.abort();
    };
  }, []);
  useOnline(() => {
    dispatch({ type: 'online' });
    currentPicture.forgetOffline();
  });

  function choose(files: readonly File[]) {
    const [file] = files;
    if (!file || state.phase === 'saving' || rules.locked) return;
    // An edit that is cancelled leaves the way back that was offered.
    currentPicture.clearProblem();
    const problem = files.length > 1 ? messages.several() : checkFile(file, rules, messages);
    chosen.current = problem ? null : file;
    if (problem) dispatch({ type: 'refuse', problem: workOf(state) ? messages.duringEdit(problem) : problem });
    else void show(file);
  }

  /** Opens the dialog. Decoding begins before it is rendered, which takes as long as a third of decoding. */
  async function show(file: File) {
    // The server gets the thumbnail of a HEIC before the photo. That of a JPEG would delay reading the file.
    if (file.type !== OPAQUE_TYPE) void blurredThumbnail(file);
    await beginToReduce(file);
    // Meanwhile the person may have chosen another file, cancelled, saved what they had framed, or left the page.
    if (chosen.current !== file || current.current.state.phase === 'saving' || !isMounted.current) return forgetBegun(file);
    // Decoded while the dialog is rendered.
    void blurredThumbnail(file);
    dispatch({
      type: 'pick',
      source: {
        file,
        blob: file,
        url: URL.createObjectURL(file),
        stillUrl: null,
        opaque: file.type === OPAQUE_TYPE,
        crop: null,
        background: DEFAULT_BACKGROUND,
        tag: null,
      },
      alt: unsavedAlt(),
    });
  }

  /** A new picture begins without the description of the one before it. What the person has typed, and not saved, stays. */
  function unsavedAlt(): string {
    const { state, draft } = current.current;
    const work = workOf(state);
    if (!work) return latest().avatar.id === null ? '' : (draft ?? '');
    return work.source.file !== null || work.alt.trim() !== work.startAlt ? work.alt : '';
  }

  async function save() {
    if (!canSave(state)) return;
    const { work } = state;
    const isNew = state.phase === 'failed' && state.problem.next === 'save-new';
    const source = isNew ? asFile(work.source) : work.source;
    if (isNew && source.file) dispatch({ type: 'renew', file: source.file });
    dispatch({ type: 'save' });
    const { background } = work;
    const picture = {
      file: source.file,
      crop: shownCrop(work),
      alt: work.alt.trim(),
      background,
      ...(source.frames !== undefined && { stillFrame: work.stillFrame, animate: work.animate }),
      tag: source.tag,
      version: source.version,
    };
    const { avatar: before } = latest();
    const early: { image: HTMLImageElement | null } = { image: null };
    // Of a still frame that was chosen, only the server has the pixels.
    if (work.stillFrame === 0) void earlyPicture(work).then((image) => (early.image = image));
    const sent = sendPicture(picture, rules.directUploadBytes, (share) => dispatch({ type: 'progress', sent: share }));
    sending.current = sent;
    const answer = await sent.answer;
    sending.current = null;
    if (answer.ok) {
      // The metadata report is for this tab only.
      const { removed = [], ...avatar } = answer.value;
      publish(avatar, answer.etag, early.image);
      currentPicture.setDraft(null);
      announce(news('saved'));
      dispatch({ type: 'saved', removed });
      currentPicture.offerWayBack(before);
    } else if (answer.failure.code !== 'aborted') {
      const { code } = answer.failure;
      // The picture may be saved: perhaps only the response was lost.
      const isStale = ['timeout', 'unreachable', 'precondition_failed', 'no_picture'].includes(code);
      const isOver = source.file === null && ['precondition_failed', 'no_picture', 'not_found'].includes(code);
      if (isOver) await refresh();
      else if (isStale) void refresh();
      const isRemoved = isOver && (code === 'not_found' || latest().avatar.id === null);
      dispatch({ type: 'refuse', problem: isRemoved ? messages.removed() : messages.failure(answer.failure, rules) });
    }
  }

  function cancel() {
    chosen.current = null;
    sending.current?.abort();
    sending.current = null;
    dispatch({ type: 'cancel' });
    // The upload may have completed before the abort.
    void refresh();
  }

  /** A description typed while a file opens also applies to that file. */
  function setDraft(alt: string) {
    currentPicture.setDraft(alt);
    if (state.phase === 'picked') dispatch({ type: 'describe', alt });
  }

  return { state, dispatch, announced, announce, choose, save, cancel, drafts, ...currentPicture, setDraft };
}

/** The stored original as a new picture. */
function asFile({ blob, name = 'picture', ...source }: Source): Source {
  const file = new File([blob], name, { type: blob.type });
  if (source.via) noteVia(file, source.via);
  return { ...source, blob, file, tag: null, version: undefined };
}

/** Revokes object URLs that are no longer shown: they keep their files in memory. */
function useObjectUrls(state: State): void {
  const held = useRef<string[]>([]);
  useEffect(() => {
    const urls = [state.phase === 'picked' ? state.source : null, workOf(state)?.source].flatMap(urlsOf);
    for (const url of held.current) if (!urls.includes(url)) URL.revokeObjectURL(url);
    held.current = urls;
  }, [state]);
  useEffect(
    () => () => {
      for (const url of held.current) URL.revokeObjectURL(url);
    },
    [],
  );
}

const urlsOf = (source: Source | null | undefined): string[] =>
  source ? [source.url, source.stillUrl, source.copy?.url].filter((url) => typeof url === 'string') : [];

export type EditorApi = ReturnType<typeof useEditor>;
