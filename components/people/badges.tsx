import type { ListedPerson } from '../api/resource';

const BADGE = 'rounded-full px-2 py-0.5 font-medium text-ink text-xs';

/** Badges for the role and the state of an account. */
export function Badges({ person: { role, disabledAt } }: { person: Pick<ListedPerson, 'role' | 'disabledAt'> }) {
  return (
    <>
      {role === 'admin' && <span className={`${BADGE} bg-accent-soft`}>Administrator</span>}
      {disabledAt && <span className={`${BADGE} bg-danger-soft`}>Disabled</span>}
    </>
  );
}
