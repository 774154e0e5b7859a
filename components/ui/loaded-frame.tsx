import type { ReactNode } from 'react';
import { Button } from './button';
import { Notice } from './notice';
import { SkeletonRows } from './skeleton';

/** The state of a resource that a part of a page loads. */
export type Loaded<T> = { state: 'loading' } | { state: 'failed'; text: string } | { state: 'ready'; value: T };

interface LoadedFrameProps<T> {
  loaded: Loaded<T>;
  onRetry: () => void;
  /** Rows that are expected. */
  rows?: number;
  children: (value: T) => ReactNode;
}

/** Shows that a resource is loading or failed to load, and otherwise the content. */
export function LoadedFrame<T>({ loaded, onRetry, rows, children }: LoadedFrameProps<T>) {
  if (loaded.state === 'ready') return children(loaded.value);
  if (loaded.state === 'loading') {
    return (
      <div>
        <p className="sr-only">Loading…</p>
        <SkeletonRows rows={rows} />
      </div>
    );
  }
  return (
    <Notice kind="error">
      <p>{loaded.text}</p>
      <Button size="small" onClick={onRetry}>
        Try again
      </Button>
    </Notice>
  );
}
