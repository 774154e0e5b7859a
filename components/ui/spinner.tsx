/** Shows that something runs. Decorative: the text beside it says what. With reduced motion it stands still. */
export function Spinner({ className = 'size-4' }: { className?: string }) {
  return <span className={`ui-spinner ${className}`} aria-hidden="true" />;
}
