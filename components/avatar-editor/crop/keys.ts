import type { Edit } from '../edits';
import { type Framing, MAX_STRAIGHTENING, splitRotation } from './framing';

/** Step of an arrow key, in CSS pixels; a fifth of it with Shift. */
const KEY_STEP = 10;
const FINE = 5;

export const ZOOM_KEY_FACTOR = 1.1;

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const DIRECTIONS: Partial<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The change that an arrow key makes while the frame has the focus; null for other keys. @param side of the frame in CSS pixels */
export function moveOfKey({ key, ctrlKey, metaKey, altKey, shiftKey }: Key, { x, y }: Framing, side: number): Edit | null {
  const direction = DIRECTIONS[key];
  if (!direction || ctrlKey || metaKey || altKey || side <= 0) return null;
  const step = KEY_STEP / (shiftKey ? FINE : 1) / side;
  return { type: 'move', x: x + direction[0] * step, y: y + direction[1] * step, gesture: `key ${key}` };
}

/** The change that a key makes anywhere in the editor, except in text fields; null for other keys. */
export function editOfKey({ key, ctrlKey, metaKey, altKey, shiftKey }: Key, { rotate }: Framing): Edit | null {
  const letter = key.toLowerCase();
  if (altKey) return null;
  if (ctrlKey || metaKey) {
    if (letter === 'z') return { type: shiftKey ? 'redo' : 'undo' };
    return letter === 'y' && !shiftKey ? { type: 'redo' } : null;
  }
  switch (letter) {
    case '+':
    case '=':
      return { type: 'scale', factor: ZOOM_KEY_FACTOR, gesture: 'key zoom' };
    case '-':
      return { type: 'scale', factor: 1 / ZOOM_KEY_FACTOR, gesture: 'key zoom' };
    case '[':
      return straighten(rotate, -1);
    case ']':
      return straighten(rotate, 1);
    case 'f':
      return { type: 'flip' };
    case 'r':
      return { type: 'rotate', quarters: shiftKey ? -1 : 1 };
    case '0':
      return { type: 'reset' };
    default:
      return null;
  }
}

function straighten(rotate: number, by: number): Edit {
  const limit = MAX_STRAIGHTENING - 1;
  const degrees = Math.min(Math.max(splitRotation(rotate).straightening + by, -limit), limit);
  return { type: 'straighten', degrees, gesture: 'key straighten' };
}
