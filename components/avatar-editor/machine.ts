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
} from './framing';

/** Where the picture that is being framed comes from: a file that is yet to be sent, or the original that the server kept. */
export interface Source {
  file: File | null;
  /** The bytes of either. */
  blob: Blob;
  /** Object URL to show it by: its own, or that of a picture of it which the browser can show. */
  url: string;
  /** Object URL of the first frame of an animation, for people who asked their system for less motion; null for any other picture. */
  stillUrl: string | null;
  /** Whether nothing can shine through: a JPEG. */
  opaque: boolean;
  /** The crop to start from. */
  crop: Crop | null;
  /** The colour behind transparent pixels to start from, `#rrggbb`. */
  background: string;
  /** Tag of the kept picture that is framed anew; null for a file. */
  tag: string | null;
}

/** What somebody would lose if it were gone: a picture with how they framed and described it. */
export interface Work {
  source: Source;
  picture: Extent;
  framing: Framing;
  /** Crops that were saved by other clients may have blank corners; those are kept until the frame is reset. */
  blankCorners: boolean;
  /** Whether anything shines through, so that it matters what is behind. */
  transparent: boolean;
  background: string;
  alt: string;
  /** The description to start from: that of the picture which is framed anew or replaced. */
  startAlt: string;
}

/** What to say beside the control, and what helps. */
export interface Problem {
  text: string;
  next: 'retry' | 'choose' | 'sign-in';
}

export type State =
  | { phase: 'empty' }
  /** `work` goes on if the source cannot be opened. */
  | { phase: 'picked'; source: Source; alt: string; startAlt: string; work: Work | null }
  | { phase: 'cropping'; work: Work }
  | { phase: 'saving'; work: Work; sent: number }
  | { phase: 'saved'; removed: readonly Removed[] }
  | { phase: 'failed'; work: Work | null; problem: Problem };

export type Action =
  /** `startAlt` when `alt` has unsaved changes. */
  | { type: 'pick'; source: Source; alt: string; startAlt?: string }
  /** `shownBy` when the picture itself cannot be shown; `picture` is its own size all the same. */
  | { type: 'opened'; url: string; picture: Extent; transparent: boolean; shownBy?: string; stillUrl?: string | null }
  | { type: 'refuse'; problem: Problem }
  | { type: 'move'; x: number; y: number }
  | { type: 'zoom'; zoom: number; about: 'frame' | 'pointer' }
  /** Zooms by a factor, and keeps what is at one point in its place. */
  | { type: 'scale'; factor: number; about: Point }
  | { type: 'turn'; quarters: number }
  | { type: 'tilt'; degrees: number }
  | { type: 'reset' }
  | { type: 'describe'; alt: string }
  | { type: 'ground'; background: string }
  | { type: 'save' }
  | { type: 'progress'; sent: number }
  | { type: 'saved'; removed: readonly Removed[] }
  | { type: 'cancel' }
  /** Takes down what was said of an earlier attempt. Work goes on. */
  | { type: 'dismiss' };

/** The one type whose pictures have no transparency. */
export const OPAQUE_TYPE = 'image/jpeg';

export const START: State = { phase: 'empty' };

/** The one place that decides what comes after what. Pure; a step that makes no sense in a phase changes nothing. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'pick':
      return state.phase === 'saving' ? state : picked(state, action);
    case 'opened':
      // A slow picture that was replaced by another one in the meantime is not what the person wants to see.
      return state.phase === 'picked' && state.source.url === action.url ? opened(state, action) : state;
    case 'refuse':
      // Whatever was framed stays: a wrong file or a lost connection must not cost any work.
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

/** Steps that change the work and not the phase. */
function edit(
  state: State,
  action: Extract<Action, { type: 'move' | 'zoom' | 'scale' | 'turn' | 'tilt' | 'reset' | 'describe' | 'ground' }>,
): State {
  // A description that is typed while a file opens is for that picture as well.
  if (state.phase === 'picked' && action.type === 'describe') {
    return { ...state, alt: action.alt, work: state.work && { ...state.work, alt: action.alt } };
  }
  // Work can be edited while another file opens: it goes on if that one cannot be opened.
  if (state.phase === 'saving' || !('work' in state) || !state.work) return state;
  const { work } = state;
  switch (action.type) {
    case 'move':
      return { ...state, work: { ...work, framing: { ...work.framing, x: action.x, y: action.y } } };
    case 'zoom': {
      // With a pointer the place has been moved already, so that what is under it stays there.
      const framing = action.about === 'frame' ? zoomTo(shownFraming(work), action.zoom) : { ...work.framing, zoom: action.zoom };
      return { ...state, work: { ...work, framing } };
    }
    case 'scale': {
      const framing = shownFraming(work);
      const [least, most] = [Math.min(minZoom(framing.rotate), framing.zoom), Math.max(MAX_ZOOM, framing.zoom)];
      const zoom = Math.min(Math.max(framing.zoom * action.factor, least), most);
      return { ...state, work: { ...work, framing: zoomTo(framing, zoom, action.about) } };
    }
    case 'turn':
      return { ...state, work: { ...work, framing: rotateBy(work.framing, action.quarters * 90) } };
    case 'tilt': {
      const { quarters } = splitRotation(work.framing.rotate);
      const rotate = normalRotation(quarters * 90 + action.degrees);
      return { ...state, work: { ...work, framing: rotateBy(work.framing, rotate - work.framing.rotate), blankCorners: false } };
    }
    case 'reset':
      return { ...state, work: { ...work, framing: WHOLE, blankCorners: false } };
    case 'describe':
      return { ...state, work: { ...work, alt: action.alt } };
    case 'ground':
      return { ...state, work: { ...work, background: action.background } };
  }
}

export function workOf(state: State): Work | null {
  return 'work' in state ? state.work : null;
}

/** The framing as it is shown and saved: what was asked for, within what the picture can give. */
export function shownFraming({ framing, picture, blankCorners }: Work): Framing {
  return blankCorners ? framing : fill(framing, picture);
}

export function shownCrop(work: Work): Crop {
  return cropOf(shownFraming(work), work.picture);
}

/** Whether leaving the page would lose something: a chosen file, or a change to the kept picture. */
export function hasUnsavedChanges(state: State): boolean {
  if (state.phase === 'picked' && state.source.file) return true;
  const work = workOf(state);
  return work !== null && (work.source.file !== null || isChanged(work));
}

/** Whether there is work that can be sent now: not twice, and not while another file is opened in its place. */
export function canSave(state: State): state is Extract<State, { phase: 'cropping' | 'failed' }> & { work: Work } {
  return (state.phase === 'cropping' || state.phase === 'failed') && state.work !== null;
}

function isChanged(work: Work): boolean {
  const [now, before] = [shownCrop(work), shownCrop({ ...work, ...startOf(work.source, work.picture) })];
  const isFramed = now.x !== before.x || now.y !== before.y || now.width !== before.width || now.rotate !== before.rotate;
  return isFramed || work.alt.trim() !== work.startAlt || work.background !== work.source.background;
}

/** How a picture lies in the frame before anybody has moved it. */
function startOf({ crop }: Source, picture: Extent): Pick<Work, 'framing' | 'blankCorners'> {
  const framing = crop ? framingOf(crop, picture) : WHOLE;
  return { framing, blankCorners: hasBlankCorners(framing, picture) };
}

function picked(state: State, { source, alt, startAlt = alt }: Extract<Action, { type: 'pick' }>): State {
  return { phase: 'picked', source, alt, startAlt, work: workOf(state) };
}

function opened(
  { source: chosen, alt, startAlt }: Extract<State, { phase: 'picked' }>,
  { picture, transparent, shownBy, stillUrl = null }: Extract<Action, { type: 'opened' }>,
): State {
  const source = { ...chosen, stillUrl, ...(shownBy !== undefined && { url: shownBy }) };
  const { background } = source;
  return { phase: 'cropping', work: { source, picture, ...startOf(source, picture), alt, startAlt, background, transparent } };
}

function hasBlankCorners(framing: Framing, picture: Extent): boolean {
  const filled = cropOf(fill(framing, picture), picture);
  const asked = cropOf(framing, picture);
  // A pixel is rounding.
  return Math.max(Math.abs(filled.x - asked.x), Math.abs(filled.y - asked.y), Math.abs(filled.width - asked.width)) > 1;
}
