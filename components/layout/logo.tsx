/** The logo: head and shoulders. Decorative, because the name stands beside it. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <circle cx="16" cy="12.5" r="5" fill="var(--on-accent)" />
      <path d="M6.5 27a9.5 9.5 0 0 1 19 0z" fill="var(--on-accent)" />
    </svg>
  );
}
