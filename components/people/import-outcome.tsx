import { type ImportCounts, MAX_SHOWN_FAILURES } from '../api/send-people';
import { Notice } from '../ui/notice';

type Step = 'empty' | 'checking' | 'checked' | 'importing' | 'imported';

/** The counts of an import, before, during and after it. Screen readers are told of the outcome, and not of every row. */
export function ImportOutcome({ step, counts = null }: { step: Step; counts?: ImportCounts | null }) {
  const isOver = step === 'checked' || step === 'imported';
  const rows = counts ? counts.created + counts.existing + counts.failed : 0;
  return (
    <>
      {(step === 'checking' || step === 'importing') && (
        <p className="text-sm" data-testid="import-progress">
          {step === 'checking' ? 'Checking' : 'Importing'}… {rows > 0 && `${rows} rows so far.`}
        </p>
      )}
      <p role="status" className="text-sm">
        {isOver && counts && sentence(step, counts)}
      </p>
      {isOver && counts?.stopped && <Notice kind="error">{counts.stopped}</Notice>}
      {isOver && counts && counts.failures.length > 0 && (
        <Notice kind="warning">
          <p>{counts.failed > MAX_SHOWN_FAILURES ? `The first ${MAX_SHOWN_FAILURES} failures:` : 'Failures:'}</p>
          <ul className="list-disc space-y-1 pl-5">
            {counts.failures.map((failure) => (
              <li key={failure} className="wrap-anywhere">
                {failure}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

function sentence(step: 'checked' | 'imported', { created, existing, failed }: ImportCounts): string {
  return step === 'checked'
    ? `New accounts: ${created}. Existing accounts, left as they are: ${existing}. Rows that cannot be imported: ${failed}.`
    : `Imported. New accounts: ${created}. Existing accounts, left as they are: ${existing}. Failed rows: ${failed}.`;
}
