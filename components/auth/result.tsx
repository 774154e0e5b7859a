interface ResultProps {
  /** In place of the heading of the form. */
  title?: string;
  children: string;
  href: string;
  label: string;
}

/** Takes the place of the form, and the focus that was in it. */
export function Result({ title, children, href, label }: ResultProps) {
  return (
    <div className="space-y-5" data-result={title}>
      {title && <h1 className="font-semibold text-2xl">{title}</h1>}
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
