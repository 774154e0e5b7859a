/** Pause after which the same kind of change begins a new step of undo, in milliseconds. */
const PAUSE_MS = 700;

/**
 * Names gestures that have no end, such as those of a wheel, a slider or a held key: changes of the same kind in quick succession are one.
 * @returns the name of the gesture that a change belongs to
 */
export function createBursts(now: () => number = () => performance.now()): (kind: string) => string {
  let [last, at, count] = ['', Number.NEGATIVE_INFINITY, 0];
  return (kind) => {
    if (kind !== last || now() - at > PAUSE_MS) count += 1;
    [last, at] = [kind, now()];
    return `${kind} ${count}`;
  };
}
