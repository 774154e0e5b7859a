import { KeyRound, MonitorSmartphone } from 'lucide-react';
import type { Session } from '../api/resource';
import { Moment, useDates } from '../dates/dates';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Row, RowIcon } from '../ui/list';

/** Names of the APIs that issue tokens. */
const ISSUERS: Record<string, string> = { cloudreve: 'Cloudreve client', ulule: 'Ulule client' };

/** @param onEnd receives the name that the row shows */
export function SessionRow({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: (name: string) => void }) {
  const { issuer, device, address, createdAt, lastSeenAt, current } = session;
  const { moment } = useDates();
  const name = issuer === null ? (device ?? 'Unknown browser') : (ISSUERS[issuer] ?? issuer);
  const Icon = issuer === null ? MonitorSmartphone : KeyRound;
  return (
    <Row
      leading={
        <RowIcon>
          <Icon aria-hidden="true" />
        </RowIcon>
      }
      title={name}
      badges={current && <Badge>This browser</Badge>}
      about={
        <>
          {address && `${address} · `}signed in <Moment date={createdAt} />
          {!current && (
            <>
              {' · last seen '}
              <Moment date={lastSeenAt} />
            </>
          )}
        </>
      }
      actions={
        !current && (
          <Button
            size="small"
            variant="danger"
            aria-disabled={busy}
            aria-label={`Sign out ${name}, signed in ${moment(createdAt)}`}
            onClick={() => onEnd(name)}
          >
            Sign out
          </Button>
        )
      }
    />
  );
}
