import { StatusPage } from './status-page';

/** In place of a page that could not be rendered. Every page loads this, so it has no more than it needs. */
export function PageFailure({ retry }: { retry: () => void }) {
  return (
    <StatusPage title="Something went wrong" text="This page could not be shown. Your picture is not affected.">
      <button type="button" className="ui-button ui-button-primary" onClick={retry}>
        Try again
      </button>
    </StatusPage>
  );
}
