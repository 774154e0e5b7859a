import type { ReactNode } from 'react';

/** Two versions of a part of a page: browsers that run scripts show the first one, all others the second one, which the server renders. */
export function WithoutScripts({ instead, children }: { instead: ReactNode; children: ReactNode }) {
  return (
    <>
      <div className="needs-scripts">{children}</div>
      <noscript>{instead}</noscript>
    </>
  );
}
