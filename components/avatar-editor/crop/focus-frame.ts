/**
 * Moves the focus into a dialog with a frame as it opens: to the frame, or to the dialog while the picture opens; the frame takes it from
 * there.
 */
export function focusFrame(event: Event): void {
  event.preventDefault();
  const { currentTarget: dialog } = event;
  if (!(dialog instanceof HTMLElement)) return;
  const frame = dialog.querySelector<HTMLElement>('[role="application"]');
  (frame ?? dialog).focus({ preventScroll: true });
}
