import { KeyRound, MonitorSmartphone } from 'lucide-react';
import type { Session } from '../api/resource';
import { Moment, useDates } from '../dates/dates';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';

/** Names of the APIs that issue tokens. */
const ISSUERS: Record<string, string> = { cloudreve: 'Cloudreve client', ulule: 'Ulule client' };

/** @param onEnd receives the name that the row shows */
export function SessionRow({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: (name: string) => void }) {
  const { issuer, device, address, createdAt, lastSeenAt, current } = session;
  const { moment } = useDates();
  const name = issuer === null ? (device ?? 'Unknown browser') : (ISSUERS[issuer] ?? issuer);
  const Icon = issuer === null ? MonitorSmartphone : KeyRound;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
      <div className="flex min-w-0 gap-3">
        <Icon className="mt-0.5 size-5 shrink-0 text-muted" aria-hidden="true" />
        <div className="min-w-0">
          <p className="flex flex-wrap items-baseline gap-x-3 font-medium">
            <span className="break-words">{name}</span>
            {current && <Badge>This browser</Badge>}
          </p>
          <p className="mt-0.5 break-words text-muted text-sm">
            {address && `${address} · `}signed in <Moment date={createdAt} />
            {!current && (
              <>
                {' · last seen '}
                <Moment date={lastSeenAt} />
              </>
            )}
          </p>
        </div>
      </div>
      {!current && (
        <Button
          variant="danger"
          aria-disabled={busy}
          aria-label={`Sign out ${name}, signed in ${moment(createdAt)}`}
          onClick={() => onEnd(name)}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
