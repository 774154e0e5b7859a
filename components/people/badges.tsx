import type { ListedPerson } from '../api/resource';
import { Badge } from '../ui/badge';

/** Badges for the role and the state of an account. */
export function Badges({ person: { role, disabledAt } }: { person: Pick<ListedPerson, 'role' | 'disabledAt'> }) {
  return (
    <>
      {role === 'admin' && <Badge>Administrator</Badge>}
      {disabledAt && <Badge className="bg-danger-soft">Disabled</Badge>}
    </>
  );
}
