/** At the end of the summary of a `details` with the class `group`: points up while that is open. */
export function FoldChevron() {
  return (
    <svg
      viewBox="0 0 16 16"
      className="size-4 shrink-0 text-muted group-open:rotate-180 motion-safe:transition-transform"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="m4 6 4 4 4-4" />
    </svg>
  );
}
