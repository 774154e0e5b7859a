import type { ReactNode } from 'react';
import { Button } from './button';
import { Notice } from './notice';

/** What a part of a page has loaded. */
export type Loaded<T> = { state: 'loading' } | { state: 'failed'; text: string } | { state: 'ready'; value: T };

/** The states before there is something to show, and then the content. */
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
