/** Between two ways to sign in. */
export function Or({ children }: { children: string }) {
  return (
    <p className="my-6 flex items-center gap-4 text-muted text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {children}
    </p>
  );
}
