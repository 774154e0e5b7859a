/** Factor of one notch of a mouse wheel. */
const NOTCH_FACTOR = 1.1;

/** Pixels of one notch in Chromium; other systems send 120, or 3 lines. */
const NOTCH_PIXELS = 100;
const NOTCH_LINES = 3;

/**
 * By how much to zoom for one wheel event: 10 % for a notch of a mouse wheel, in proportion for the small steps of a trackpad. Never more
 * than a notch: fast wheels send several at once.
 */
export function wheelFactor({ deltaY, deltaMode, ctrlKey }: Pick<WheelEvent, 'deltaY' | 'deltaMode' | 'ctrlKey'>): number {
  const notches = deltaMode === WheelMode.pixel ? deltaY / NOTCH_PIXELS : deltaMode === WheelMode.line ? deltaY / NOTCH_LINES : deltaY;
  // Browsers send pinches of a trackpad as wheel events with Ctrl, whose delta is the negative logarithm of the scale in hundredths.
  const factor = ctrlKey && deltaMode === WheelMode.pixel ? Math.exp(-deltaY / 100) : NOTCH_FACTOR ** -notches;
  return Math.min(Math.max(factor, 1 / NOTCH_FACTOR), NOTCH_FACTOR);
}

/** `WheelEvent.deltaMode`. */
const WheelMode = { pixel: 0, line: 1 } as const;
