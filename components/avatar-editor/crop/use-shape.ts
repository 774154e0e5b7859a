import { useSyncExternalStore } from 'react';

/** Shapes in which pages show pictures. They change the view only: the saved picture is square. */
export const SHAPES = ['circle', 'rounded', 'square'] as const;
export type Shape = (typeof SHAPES)[number];

const KEY = 'likeness-frame-shape';
const listeners = new Set<() => void>();
/** For browsers that store nothing, as in some private windows. */
let unsaved: Shape | null = null;

function read(): Shape {
  try {
    const stored = window.localStorage.getItem(KEY);
    return unsaved ?? SHAPES.find((shape) => shape === stored) ?? 'circle';
  } catch {
    return unsaved ?? 'circle';
  }
}

function write(shape: Shape): void {
  unsaved = null;
  try {
    window.localStorage.setItem(KEY, shape);
  } catch {
    unsaved = shape;
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The shape of the frame, remembered by this browser. */
export function useShape(): [Shape, (shape: Shape) => void] {
  return [useSyncExternalStore(subscribe, read, () => 'circle'), write];
}
