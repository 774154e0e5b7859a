import { Notice } from '../ui/notice';
import type { Problem } from './state-machine';

/** A problem, shown at the place of the last action. */
export function ProblemNotice({ problem }: { problem: Problem }) {
  return (
    <Notice kind="error">
      <p>{problem.text}</p>
      {problem.next === 'sign-in' && (
        <p>
          <a href="/sign-in" target="_blank" rel="noreferrer" className="link font-medium">
            Sign in in a new tab
          </a>
        </p>
      )}
    </Notice>
  );
}
