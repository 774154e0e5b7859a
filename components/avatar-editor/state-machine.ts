import type { Crop, FaceBox, Removed } from '../api/resource';
import type { Extent } from './crop/framing';
import { type Edit, edit } from './edits';
import { withSuggestion } from './suggested-framing';
import { type Adjustments, isChanged, type ShownCopy, type Source, startWork, type Work } from './work';

/** A message to show beside the control, and the action that helps. */
export interface Problem {
  text: string;
  next: 'retry' | 'choose' | 'sign-in' | 'save-new';
  /** Whether the message is untrue once there is a connection again. */
  isOffline?: boolean;
}

export type State =
  | { phase: 'empty' }
  /** `work` continues if the source cannot be opened. */
  | { phase: 'picked'; source: Source; alt: string; startAlt: string; adjustments: Adjustments | null; work: Work | null }
  | { phase: 'cropping'; work: Work }
  | { phase: 'saving'; work: Work; sent: number }
  | { phase: 'saved'; removed: readonly Removed[] }
  | { phase: 'failed'; work: Work | null; problem: Problem };

export type Action =
  /** `startAlt` if `alt` has unsaved changes, `adjustments` if the picture has been framed before. */
  | { type: 'pick'; source: Source; alt: string; startAlt?: string; adjustments?: Adjustments | null }
  /** `shownBy` if the browser cannot display the picture itself; `picture` is the size of the original in both cases. */
  | {
      type: 'opened';
      url: string;
      picture: Extent;
      transparent: boolean;
      displayUrl?: string;
      copy?: ShownCopy;
      surroundings?: string | undefined;
      stillUrl?: string | null;
      frames?: number;
    }
  /** Another copy of the photo with this URL is to be shown. */
  | { type: 'copied'; url: string; copy: ShownCopy }
  | { type: 'refuse'; problem: Problem }
  /** The server has found faces in the picture, and a crop to begin with for a picture that the person has not framed. */
  | { type: 'suggest'; url: string; crop: Crop | null; faces: readonly FaceBox[] }
  | Edit
  | { type: 'describe'; alt: string }
  /** There is a connection again. */
  | { type: 'online' }
  /** The re-framed picture is gone from the server: what is saved is a new picture, of this file. */
  | { type: 'renew'; file: File }
  | { type: 'save' }
  | { type: 'progress'; sent: number }
  | { type: 'saved'; removed: readonly Removed[] }
  | { type: 'cancel' }
  /** Hides the message of an earlier attempt, and, unless `keepsReport`, the report of a saved picture. Work continues. */
  | { type: 'dismiss'; keepsReport?: boolean };

/** The only accepted type without transparency. */
export const OPAQUE_TYPE = 'image/jpeg';

export const START: State = { phase: 'empty' };

/** The reducer of all transitions. Pure; an action that does not fit the phase changes nothing. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'pick':
      return state.phase === 'saving' ? state : picked(state, action);
    case 'opened':
      // Ignore a slow picture that another one has replaced in the meantime.
      return state.phase === 'picked' && state.source.url === action.url ? opened(state, action) : state;
    case 'copied':
      return copied(state, action);
    case 'refuse':
      // Keep the framing: a wrong file or a lost connection must not lose work.
      return { phase: 'failed', work: workOf(state), problem: action.problem };
    case 'suggest':
      return suggested(state, action);
    case 'save':
      return canSave(state) ? { phase: 'saving', work: state.work, sent: 0 } : state;
    case 'progress':
      return state.phase === 'saving' ? { ...state, sent: Math.max(state.sent, action.sent) } : state;
    case 'saved':
      return state.phase === 'saving' ? { phase: 'saved', removed: action.removed } : state;
    case 'cancel':
      return state.phase === 'saving' || state.phase === 'picked' ? goOn(state.work) : START;
    case 'dismiss':
      return state.phase === 'picked' || workOf(state) || (state.phase === 'saved' && action.keepsReport) ? state : START;
    case 'online':
      return state.phase === 'failed' && state.problem.isOffline ? goOn(state.work) : state;
    case 'renew':
      return renewed(state, action.file);
    case 'describe':
      return described(state, action.alt);
    default:
      return edited(state, action);
  }
}

function copied(state: State, { url, copy }: Extract<Action, { type: 'copied' }>): State {
  if (!('work' in state) || state.work?.source.url !== url) return state;
  return { ...state, work: { ...state.work, source: { ...state.work.source, copy } } };
}

function suggested(state: State, { url, crop, faces }: Extract<Action, { type: 'suggest' }>): State {
  if (!('work' in state) || state.work?.source.url !== url) return state;
  const work = { ...state.work, faces };
  const framed = crop && canSave(state) ? withSuggestion(work, crop) : null;
  return { ...state, work: framed ?? work };
}

/** A description typed while a file opens also applies to that file. */
function described(state: State, alt: string): State {
  if (state.phase === 'picked') return { ...state, alt, work: state.work && { ...state.work, alt } };
  if (state.phase === 'saving' || !('work' in state) || !state.work) return state;
  return { ...state, work: { ...state.work, alt } };
}

const goOn = (work: Work | null): State => (work ? { phase: 'cropping', work } : START);

function renewed(state: State, file: File): State {
  if (!canSave(state)) return state;
  const { work } = state;
  return { ...state, work: { ...work, startAlt: '', source: { ...work.source, file, tag: null, version: undefined } } };
}

/** Work can be edited while another file opens: it continues if that file fails. */
function edited(state: State, change: Edit): State {
  if (state.phase === 'saving' || !('work' in state) || !state.work) return state;
  return { ...state, work: edit(state.work, change) };
}

export function workOf(state: State): Work | null {
  return 'work' in state ? state.work : null;
}

/** Whether leaving the page would lose a chosen file, or a change to the current picture. */
export function hasUnsavedChanges(state: State): boolean {
  if (state.phase === 'picked' && (state.source.file || state.adjustments)) return true;
  const work = workOf(state);
  return work !== null && (work.source.file !== null || isChanged(work));
}

/** Whether cancelling would lose more than the choice of a file: an edit, or a description. */
export function hasEdits(state: State): boolean {
  const work = workOf(state);
  return (work !== null && isChanged(work)) || (state.phase === 'picked' && state.alt.trim() !== state.startAlt);
}

/** Whether the work can be sent now: not during a save, and not while another file is being opened. */
export function canSave(state: State): state is Extract<State, { phase: 'cropping' | 'failed' }> & { work: Work } {
  return (state.phase === 'cropping' || state.phase === 'failed') && state.work !== null;
}

function picked(state: State, { source, alt, startAlt = alt, adjustments = null }: Extract<Action, { type: 'pick' }>): State {
  return { phase: 'picked', source, alt, startAlt, adjustments, work: workOf(state) };
}

function opened(
  { source: chosen, alt, startAlt, adjustments }: Extract<State, { phase: 'picked' }>,
  { picture, transparent, displayUrl, copy, surroundings, stillUrl = null, frames }: Extract<Action, { type: 'opened' }>,
): State {
  const source = {
    ...chosen,
    copy,
    surroundings,
    stillUrl,
    ...(displayUrl !== undefined && { url: displayUrl }),
    ...(frames !== undefined && { frames }),
  };
  return { phase: 'cropping', work: { ...startWork(source, { picture, transparent, alt, startAlt }), ...adjustments } };
}
