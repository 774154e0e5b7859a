import type { ReactNode } from 'react';
import { HeadingText } from '../ui/heading-text';

interface AuthCardProps {
  title: string;
  about?: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}

/** A narrow column with a heading: the layout of the sign-in pages. A result with a title of its own takes the place of the heading. */
export function AuthCard({ title, about, children, below }: AuthCardProps) {
  return (
    <div className="mx-auto flex w-full max-w-[27.5rem] flex-1 flex-col justify-center px-4 py-10 sm:py-14">
      <div className="group rounded-2xl border border-line bg-surface p-6 shadow-raised motion-safe:animate-rise sm:p-9">
        <h1 className="font-semibold text-2xl group-has-data-result:hidden">
          <HeadingText>{title}</HeadingText>
        </h1>
        {about && <p className="mt-2 text-muted text-sm group-has-data-result:hidden">{about}</p>}
        <div className="mt-6 has-data-result:mt-0">{children}</div>
      </div>
      {below && <p className="mt-6 text-center text-muted text-sm">{below}</p>}
    </div>
  );
}
