import type { ReactNode } from 'react';
import { useTexts } from '../texts/texts';
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
  const t = useTexts('controls');
  if (loaded.state === 'ready') return children(loaded.value);
  if (loaded.state === 'loading') {
    return (
      <div>
        <p className="sr-only">{t('loading')}</p>
        <SkeletonRows rows={rows} />
      </div>
    );
  }
  return (
    <Notice kind="error">
      <p>{loaded.text}</p>
      <Button size="small" onClick={onRetry}>
        {t('again')}
      </Button>
    </Notice>
  );
}
