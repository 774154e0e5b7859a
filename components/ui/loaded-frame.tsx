import type { ReactNode } from 'react';
import { Button } from './button';
import { Notice } from './notice';

/** The state of a resource that a part of a page loads. */
export type Loaded<T> = { state: 'loading' } | { state: 'failed'; text: string } | { state: 'ready'; value: T };

/** Shows that a resource is loading or failed to load, and otherwise the content. */
export function LoadedFrame<T>({
  loaded,
  onRetry,
  children,
}: {
  loaded: Loaded<T>;
  onRetry: () => void;
  children: (value: T) => ReactNode;
}) {
  if (loaded.state === 'loading') return <p className="text-muted text-sm">Loading…</p>;
  if (loaded.state === 'ready') return children(loaded.value);
  return (
    <Notice kind="error">
      <p>{loaded.text}</p>
      <Button onClick={onRetry}>Try again</Button>
    </Notice>
  );
}
