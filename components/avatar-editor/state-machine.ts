import type { Crop, Removed } from '../api/resource';
import {
  cropOf,
  type Extent,
  type Framing,
  fill,
  framingOf,
  MAX_ZOOM,
  minZoom,
  normalRotation,
  type Point,
  rotateBy,
  splitRotation,
  WHOLE,
  zoomTo,
} from './crop/framing';

/** Source of the framed picture: a file to upload, or the stored original. */
export interface Source {
  file: File | null;
  /** The bytes of the file or original. */
  blob: Blob;
  /** Object URL to display: of the picture itself, or of a preview. */
  url: string;
  /** Object URL of the first frame of an animation, for reduced motion; null for other pictures. */
  stillUrl: string | null;
  /** Whether the format has no transparency: JPEG. */
  opaque: boolean;
  /** The initial crop. */
  crop: Crop | null;
  /** The initial background of transparent pixels, `#rrggbb`. */
  background: string;
  /** ETag of the picture to reframe; null for a file. */
  tag: string | null;
}

/** Work that would be lost: a picture with its framing and description. */
export interface Work {
  source: Source;
  picture: Extent;
  framing: Framing;
  /** Crops saved by other clients may have blank corners, which stay until the frame is reset. */
  blankCorners: boolean;
  /** Whether the picture has transparent pixels, so that the background matters. */
  transparent: boolean;
  background: string;
  alt: string;
  /** The initial description: that of the reframed or replaced picture. */
  startAlt: string;
}

/** A message to show beside the control, and the action that helps. */
export interface Problem {
  text: string;
  next: 'retry' | 'choose' | 'sign-in';
}

export type State =
  | { phase: 'empty' }
  /** `work` continues if the source cannot be opened. */
  | { phase: 'picked'; source: Source; alt: string; startAlt: string; work: Work | null }
  | { phase: 'cropping'; work: Work }
  | { phase: 'saving'; work: Work; sent: number }
  | { phase: 'saved'; removed: readonly Removed[] }
  | { phase: 'failed'; work: Work | null; problem: Problem };

export type Action =
  /** `startAlt` if `alt` has unsaved changes. */
  | { type: 'pick'; source: Source; alt: string; startAlt?: string }
  /** `shownBy` if the browser cannot display the picture itself; `picture` is the size of the original in both cases. */
  | { type: 'opened'; url: string; picture: Extent; transparent: boolean; displayUrl?: string; stillUrl?: string | null }
  | { type: 'refuse'; problem: Problem }
  | { type: 'move'; x: number; y: number }
  | { type: 'zoom'; zoom: number; about: 'frame' | 'pointer' }
  /** Zooms by a factor about a fixed point. */
  | { type: 'scale'; factor: number; about: Point }
  | { type: 'rotate'; quarters: number }
  | { type: 'straighten'; degrees: number }
  | { type: 'reset' }
  | { type: 'describe'; alt: string }
  | { type: 'background'; background: string }
  | { type: 'save' }
  | { type: 'progress'; sent: number }
  | { type: 'saved'; removed: readonly Removed[] }
  | { type: 'cancel' }
  /** Hides the message of an earlier attempt. Work continues. */
  | { type: 'dismiss' };

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
    case 'refuse':
      // Keep the framing: a wrong file or a lost connection must not lose work.
      return { phase: 'failed', work: workOf(state), problem: action.problem };
    case 'save':
      return canSave(state) ? { phase: 'saving', work: state.work, sent: 0 } : state;
    case 'progress':
      return state.phase === 'saving' ? { ...state, sent: Math.max(state.sent, action.sent) } : state;
    case 'saved':
      return state.phase === 'saving' ? { phase: 'saved', removed: action.removed } : state;
    case 'cancel':
      return (state.phase === 'saving' || state.phase === 'picked') && state.work ? { phase: 'cropping', work: state.work } : START;
    case 'dismiss':
      return state.phase === 'picked' || workOf(state) ? state : START;
    default:
      return edit(state, action);
  }
}

/** Actions that change the work and not the phase. */
function edit(
  state: State,
  action: Extract<Action, { type: 'move' | 'zoom' | 'scale' | 'rotate' | 'straighten' | 'reset' | 'describe' | 'background' }>,
): State {
  // A description typed while a file opens also applies to that file.
  if (state.phase === 'picked' && action.type === 'describe') {
    return { ...state, alt: action.alt, work: state.work && { ...state.work, alt: action.alt } };
  }
  // Work can be edited while another file opens: it continues if that file fails.
  if (state.phase === 'saving' || !('work' in state) || !state.work) return state;
  const { work } = state;
  switch (action.type) {
    case 'move':
      return { ...state, work: { ...work, framing: { ...work.framing, x: action.x, y: action.y } } };
    case 'zoom': {
      // With a pointer the position has already been adjusted, so that the point under it stays fixed.
      const framing = action.about === 'frame' ? zoomTo(shownFraming(work), action.zoom) : { ...work.framing, zoom: action.zoom };
      return { ...state, work: { ...work, framing } };
    }
    case 'scale': {
      const framing = shownFraming(work);
      const [least, most] = [Math.min(minZoom(framing.rotate), framing.zoom), Math.max(MAX_ZOOM, framing.zoom)];
      const zoom = Math.min(Math.max(framing.zoom * action.factor, least), most);
      return { ...state, work: { ...work, framing: zoomTo(framing, zoom, action.about) } };
    }
    case 'rotate':
      return { ...state, work: { ...work, framing: rotateBy(work.framing, action.quarters * 90) } };
    case 'straighten': {
      const { quarters } = splitRotation(work.framing.rotate);
      const rotate = normalRotation(quarters * 90 + action.degrees);
      return { ...state, work: { ...work, framing: rotateBy(work.framing, rotate - work.framing.rotate), blankCorners: false } };
    }
    case 'reset':
      return { ...state, work: { ...work, framing: WHOLE, blankCorners: false } };
    case 'describe':
      return { ...state, work: { ...work, alt: action.alt } };
    case 'background':
      return { ...state, work: { ...work, background: action.background } };
  }
}

export function workOf(state: State): Work | null {
  return 'work' in state ? state.work : null;
}

/** The framing to display and save: the requested one, clamped to the picture. */
export function shownFraming({ framing, picture, blankCorners }: Work): Framing {
  return blankCorners ? framing : fill(framing, picture);
}

export function shownCrop(work: Work): Crop {
  return cropOf(shownFraming(work), work.picture);
}

/** Whether leaving the page would lose a chosen file, or a change to the current picture. */
export function hasUnsavedChanges(state: State): boolean {
  if (state.phase === 'picked' && state.source.file) return true;
  const work = workOf(state);
  return work !== null && (work.source.file !== null || isChanged(work));
}

/** Whether the work can be sent now: not during a save, and not while another file is being opened. */
export function canSave(state: State): state is Extract<State, { phase: 'cropping' | 'failed' }> & { work: Work } {
  return (state.phase === 'cropping' || state.phase === 'failed') && state.work !== null;
}

function isChanged(work: Work): boolean {
  const [now, before] = [shownCrop(work), shownCrop({ ...work, ...startOf(work.source, work.picture) })];
  const isFramed = now.x !== before.x || now.y !== before.y || now.width !== before.width || now.rotate !== before.rotate;
  return isFramed || work.alt.trim() !== work.startAlt || work.background !== work.source.background;
}

/** The initial framing. */
function startOf({ crop }: Source, picture: Extent): Pick<Work, 'framing' | 'blankCorners'> {
  const framing = crop ? framingOf(crop, picture) : WHOLE;
  return { framing, blankCorners: hasBlankCorners(framing, picture) };
}

function picked(state: State, { source, alt, startAlt = alt }: Extract<Action, { type: 'pick' }>): State {
  return { phase: 'picked', source, alt, startAlt, work: workOf(state) };
}

function opened(
  { source: chosen, alt, startAlt }: Extract<State, { phase: 'picked' }>,
  { picture, transparent, displayUrl, stillUrl = null }: Extract<Action, { type: 'opened' }>,
): State {
  const source = { ...chosen, stillUrl, ...(displayUrl !== undefined && { url: displayUrl }) };
  const { background } = source;
  return { phase: 'cropping', work: { source, picture, ...startOf(source, picture), alt, startAlt, background, transparent } };
}

function hasBlankCorners(framing: Framing, picture: Extent): boolean {
  const filled = cropOf(fill(framing, picture), picture);
  const asked = cropOf(framing, picture);
  // One pixel of rounding.
  return Math.max(Math.abs(filled.x - asked.x), Math.abs(filled.y - asked.y), Math.abs(filled.width - asked.width)) > 1;
}
