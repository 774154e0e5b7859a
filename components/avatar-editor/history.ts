/** Steps that can be undone: far more than a person remembers. */
export const MAX_STEPS = 100;

/** States before and after the present one. The present one is not part of it. */
export interface History<T> {
  past: readonly T[];
  future: readonly T[];
  /** The gesture that made the present state, such as one drag. Null: its steps stay apart. */
  gesture: string | null;
}

export const NO_HISTORY = { past: [], future: [], gesture: null } as const satisfies History<never>;

/**
 * Records that a step has replaced a state. Steps of the same gesture become one, so that undo reverts a whole drag.
 * @param before the replaced state
 */
export function record<T>(history: History<T>, before: T, gesture: string | null = null): History<T> {
  if (gesture !== null && gesture === history.gesture) return { ...history, future: [] };
  return { past: [...history.past, before].slice(-MAX_STEPS), future: [], gesture };
}

/** @returns null if there is no step to undo */
export function undo<T>({ past, future }: History<T>, present: T): { history: History<T>; present: T } | null {
  const [before] = past.slice(-1);
  if (before === undefined) return null;
  return { history: { past: past.slice(0, -1), future: [present, ...future], gesture: null }, present: before };
}

/** @returns null if no step was undone, or another one has followed since */
export function redo<T>({ past, future }: History<T>, present: T): { history: History<T>; present: T } | null {
  const [after, ...rest] = future;
  if (after === undefined) return null;
  return { history: { past: [...past, present], future: rest, gesture: null }, present: after };
}
