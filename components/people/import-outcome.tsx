import { type ImportCounts, type ImportProblem, MAX_SHOWN_FAILURES } from '../api/send-people';
import { Coded } from '../texts/coded';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Notice } from '../ui/notice';

type Step = 'empty' | 'checking' | 'checked' | 'importing' | 'imported';

/** The counts of an import, before, during and after it. Screen readers are told of the outcome, and not of every row. */
export function ImportOutcome({ step, counts = null }: { step: Step; counts?: ImportCounts | null }) {
  const t = useTexts('people.import');
  const isOver = step === 'checked' || step === 'imported';
  const rows = counts ? counts.created + counts.existing + counts.failed : 0;
  return (
    <>
      {(step === 'checking' || step === 'importing') && (
        <p className="text-sm" data-testid="import-progress">
          {t(step)} {rows > 0 && t('rows', { count: rows })}
        </p>
      )}
      <p role="status" className="text-sm">
        {isOver && counts && t(step, { created: counts.created, existing: counts.existing, failed: counts.failed })}
      </p>
      {isOver && counts?.stopped && (
        <Notice kind="error">
          <p>
            <StopReason {...counts.stopped} />
          </p>
        </Notice>
      )}
      {isOver && counts && counts.failures.length > 0 && (
        <Notice kind="warning">
          <p>{counts.failed > MAX_SHOWN_FAILURES ? t('firstFailures', { count: MAX_SHOWN_FAILURES }) : t('failures')}</p>
          <ul className="list-disc space-y-1 ps-5">
            {counts.failures.map(({ row, email, ...problem }) => (
              <li key={row} className="wrap-anywhere">
                {email === null ? t('row', { row }) : t('rowOf', { row, email })} <ProblemText {...problem} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

function ProblemText({ problem, ...coded }: ImportProblem) {
  return <Coded part="import.problems" sentences={[coded]} english={problem} />;
}

/** The code is that of a problem of the file, or of an API error. */
function StopReason(problem: ImportProblem) {
  const explain = useExplain();
  const isOfFile = useTexts('import.problems').has(problem.code);
  return isOfFile ? <ProblemText {...problem} /> : explain.failure(problem);
}
