/** In place of a page that could not be rendered. Every page loads this, so it has no more than it needs. */
export function PageFailure({ retry }: { retry: () => void }) {
  return (
    <div className="mx-auto flex max-w-md flex-1 flex-col items-center justify-center px-4 py-20 text-center">
      <h1 className="font-semibold text-2xl">Something went wrong</h1>
      <p className="mt-2 mb-7 text-muted">This page could not be shown. Your picture is not affected.</p>
      <button type="button" className="ui-button ui-button-primary" onClick={retry}>
        Try again
      </button>
    </div>
  );
}
