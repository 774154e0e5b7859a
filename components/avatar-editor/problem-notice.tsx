import { useTexts } from '../texts/texts';
import { Notice } from '../ui/notice';
import type { Problem } from './state-machine';

/** A problem, shown at the place of the last action. */
export function ProblemNotice({ problem }: { problem: Problem }) {
  const t = useTexts('picture.problems');
  return (
    <Notice kind="error">
      <p>{problem.text}</p>
      {problem.next === 'sign-in' && (
        <p>
          <a href="/sign-in" target="_blank" rel="noreferrer" className="link font-medium">
            {t('signIn')}
          </a>
        </p>
      )}
    </Notice>
  );
}
