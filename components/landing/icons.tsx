/** Lines of the icons in a square of 24. Drawn by the server: those of lucide-react would bring a script, which visitors need for nothing else. */
const LINES = {
  picture:
    'M6 3h12a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3ZM3 17l5-5 4 4 3-3 6 6M9 7.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3',
  refresh: 'M20 8.5A8.5 8.5 0 0 0 4.5 8M4 3.5V8h4.5M4 15.5a8.5 8.5 0 0 0 15.5.5m.5 4.5V16h-4.5',
  shield: 'M12 3 4.5 6v5.5c0 4.6 3 7.8 7.5 9.5 4.5-1.7 7.5-4.9 7.5-9.5V6ZM8.8 12l2.2 2.2 4.2-4.2',
  server:
    'M5 3.5h14a2 2 0 0 1 2 2V9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5.5a2 2 0 0 1 2-2ZM5 13h14a2 2 0 0 1 2 2v3.5a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V15a2 2 0 0 1 2-2ZM7 7.25h.01M7 16.75h.01',
  at: 'M12 8.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6M15.8 8.2v5a2.6 2.6 0 0 0 5.2 0V12a9 9 0 1 0-3.6 7.2',
  reply: 'M5 4v7a4 4 0 0 0 4 4h10m-4.5-4.5L19 15l-4.5 4.5',
} as const;

export type IconName = keyof typeof LINES;

/** A decorative icon. */
export function Icon({ name, className }: { name: IconName; className: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
      aria-hidden="true"
    >
      <path d={LINES[name]} />
    </svg>
  );
}
