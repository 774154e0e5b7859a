'use client';

import { Toaster } from 'sonner';

/** Where short messages appear. */
export function Toasts() {
  return (
    <Toaster
      theme="system"
      position="bottom-center"
      toastOptions={{
        style: { background: 'var(--surface)', color: 'var(--ink)', border: '1px solid var(--line)', fontFamily: 'inherit' },
        actionButtonStyle: { background: 'var(--accent)', color: 'var(--on-accent)', minHeight: 40, padding: '0 16px', fontSize: 14 },
      }}
    />
  );
}
