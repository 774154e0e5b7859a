/** Takes the place of the form, and the focus that was in it. */
export function Result({ children, href, label }: { children: string; href: string; label: string }) {
  return (
    <div className="space-y-5">
      <p ref={(element) => element?.focus()} tabIndex={-1}>
        {children}
      </p>
      <p>
        <a href={href} className="link">
          {label}
        </a>
      </p>
    </div>
  );
}
