'use client';

import { useEffect } from 'react';

/** Refuses files where nothing takes them: browsers open a dropped file in place of the page, with all that was typed there. */
export function FileDropGuard() {
  useEffect(() => {
    const refuse = (event: DragEvent) => {
      const { target, dataTransfer } = event;
      if (event.defaultPrevented || !dataTransfer?.types.includes('Files')) return;
      if (target instanceof HTMLInputElement && target.type === 'file' && !target.disabled) return;
      event.preventDefault();
      dataTransfer.dropEffect = 'none';
    };
    window.addEventListener('dragover', refuse);
    return () => window.removeEventListener('dragover', refuse);
  }, []);
  return null;
}
