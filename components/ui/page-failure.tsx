interface PageFailureProps {
  title: string;
  text: string;
  /** Of the button. */
  again: string;
  retry: () => void;
}

/** In place of a page that could not be rendered. Every page loads this, so it has no more than it needs. */
export function PageFailure({ title, text, again, retry }: PageFailureProps) {
  return (
    <div className="mx-auto flex max-w-md flex-1 flex-col items-center justify-center px-4 py-20 text-center">
      <h1 className="font-semibold text-2xl">{title}</h1>
      <p className="mt-2 mb-7 text-muted">{text}</p>
      <button type="button" className="ui-button ui-button-primary" onClick={retry}>
        {again}
      </button>
    </div>
  );
}
