/** Zoom factor of one notch of a mouse wheel. */
const NOTCH_FACTOR = 1.1;

/** Pixels per notch in Chromium; other systems send 120, or 3 lines. */
const NOTCH_PIXELS = 100;
const NOTCH_LINES = 3;

/**
 * Returns the zoom factor of one wheel event: 10 % per notch of a mouse wheel, proportional for the small steps of a trackpad. At most one
 * notch, because fast wheels send several at once.
 */
export function wheelFactor({ deltaY, deltaMode, ctrlKey }: Pick<WheelEvent, 'deltaY' | 'deltaMode' | 'ctrlKey'>): number {
  const notches = deltaMode === WheelMode.pixel ? deltaY / NOTCH_PIXELS : deltaMode === WheelMode.line ? deltaY / NOTCH_LINES : deltaY;
  // Browsers send trackpad pinches as wheel events with Ctrl. The delta is the negative logarithm of the scale, in hundredths.
  const factor = ctrlKey && deltaMode === WheelMode.pixel ? Math.exp(-deltaY / 100) : NOTCH_FACTOR ** -notches;
  return Math.min(Math.max(factor, 1 / NOTCH_FACTOR), NOTCH_FACTOR);
}

/** `WheelEvent.deltaMode`. */
const WheelMode = { pixel: 0, line: 1 } as const;
