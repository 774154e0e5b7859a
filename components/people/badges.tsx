import type { ListedPerson } from '../api/resource';
import { Badge } from '../ui/badge';

interface BadgesProps {
  person: Pick<ListedPerson, 'role' | 'disabledAt'>;
  /** The texts of the badges. */
  admin: string;
  disabled: string;
}

/** Badges for the role and the state of an account. */
export function Badges({ person: { role, disabledAt }, admin, disabled }: BadgesProps) {
  return (
    <>
      {role === 'admin' && <Badge>{admin}</Badge>}
      {disabledAt && <Badge className="bg-danger-soft">{disabled}</Badge>}
    </>
  );
}
