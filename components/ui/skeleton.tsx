import { clsx } from 'clsx';

interface SkeletonProps {
  /** The size. */
  className: string;
  /** The corners; those of a line of text by default. */
  rounded?: string;
}

/** In place of something that loads. Decorative. */
export function Skeleton({ className, rounded = 'rounded-md' }: SkeletonProps) {
  return <div className={clsx('bg-sunken motion-safe:animate-shimmer', rounded, className)} aria-hidden="true" />;
}

/** In place of rows that load, of about their height, so that little moves when they arrive. */
export function SkeletonRows({ rows = 2 }: { rows?: number }) {
  return (
    <div className="divide-y divide-line rounded-xl border border-line bg-surface" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className="flex items-center gap-3.5 p-4 sm:px-5">
          <Skeleton rounded="rounded-full" className="size-10 shrink-0" />
          <div className="min-w-0 flex-1 space-y-2 py-1">
            <Skeleton className="h-3.5 w-2/5" />
            <Skeleton className="h-3 w-3/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
