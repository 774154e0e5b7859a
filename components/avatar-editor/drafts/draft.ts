import { noteVia, type Via, viaOf } from '../../api/via';
import { adjustmentsOf } from '../edits';
import { hasUnsavedChanges, type State, workOf } from '../state-machine';
import type { Adjustments, Source } from '../work';

/** How long an unsaved edit is kept. */
export const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** An unsaved edit, as this browser keeps it. */
export interface Draft {
  /** Milliseconds since 1970. */
  savedAt: number;
  /** The chosen file, or the bytes of the stored original. */
  blob: Blob;
  /** Name of the chosen file; null for the stored original. */
  fileName: string | null;
  source: Pick<Source, 'opaque' | 'crop' | 'background' | 'stillFrame' | 'animate' | 'tag' | 'version'>;
  /** Where the file came from; absent for the person's own files, and in drafts of earlier releases. */
  via?: Via | undefined;
  /** Null while the picture was being opened. */
  adjustments: Adjustments | null;
  alt: string;
  startAlt: string;
}

/** The draft of an edit; null if leaving would lose nothing. */
export function draftOf(state: State, now: number): Draft | null {
  if (!hasUnsavedChanges(state)) return null;
  const work = workOf(state);
  // A file that is being opened beside an edit may yet be refused.
  const edited = work ?? (state.phase === 'picked' ? state : null);
  if (!edited) return null;
  const { file, blob, opaque, crop, background, stillFrame, animate, tag, version } = edited.source;
  return {
    savedAt: now,
    blob: file ?? blob,
    fileName: file?.name ?? null,
    source: {
      opaque,
      crop,
      background,
      ...(stillFrame !== undefined && { stillFrame }),
      ...(animate !== undefined && { animate }),
      tag,
      version,
    },
    via: file ? viaOf(file) : undefined,
    adjustments: 'adjustments' in edited ? edited.adjustments : adjustmentsOf(edited),
    alt: edited.alt,
    startAlt: edited.startAlt,
  };
}

/** Whether a draft is still offered. */
export function isKept({ savedAt }: Pick<Draft, 'savedAt'>, now: number): boolean {
  return now - savedAt < KEPT_MS;
}

/** The picture of a draft. @param url object URL of its bytes */
export function sourceOf({ blob, fileName, source, via }: Draft, url: string): Source {
  const file = fileName === null ? null : new File([blob], fileName, { type: blob.type });
  if (file && via) noteVia(file, via);
  return { ...source, file, blob: file ?? blob, url, stillUrl: null };
}

type KeptDraft = Omit<Draft, 'adjustments'> & { [Name in 'adjustments' | 'look']?: Draft['adjustments'] };

/** A kept draft: earlier releases have its adjustments as `look`. */
export function upgradeDraft({ look, adjustments = look ?? null, ...draft }: KeptDraft): Draft {
  return { ...draft, adjustments };
}
