import { KeyRound, MonitorSmartphone } from 'lucide-react';
import type { Session } from '../api/resource';
import { Time, useDates } from '../dates/dates';
import { useTexts } from '../texts/texts';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Row, RowIcon } from '../ui/list';

/** Names of the APIs that issue tokens. */
const ISSUERS: Record<string, string> = { cloudreve: 'Cloudreve', ulule: 'Ulule' };

/** @param onEnd receives the name that the row shows */
export function SessionRow({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: (name: string) => void }) {
  const t = useTexts('security.sessions');
  const { issuer, device, address, createdAt, lastSeenAt, current } = session;
  const { moment } = useDates();
  const name = issuer === null ? browserName(device) : t('client', { name: ISSUERS[issuer] ?? issuer });
  const time = (key: 'signedIn' | 'lastSeen', date: string) =>
    t.rich(key, { date: moment(date), time: (text) => <Time date={date}>{text}</Time> });

  function browserName(described: string | null): string {
    const [browser, system] = described?.split(' on ') ?? [];
    if (browser === undefined) return t('unknown');
    return system === undefined ? browser : t('device', { browser, system });
  }

  const Icon = issuer === null ? MonitorSmartphone : KeyRound;
  return (
    <Row
      leading={
        <RowIcon>
          <Icon aria-hidden="true" />
        </RowIcon>
      }
      title={name}
      badges={current && <Badge>{t('this')}</Badge>}
      about={
        <>
          {address && (
            <>
              <bdi>{address}</bdi>
              {' · '}
            </>
          )}
          {time('signedIn', createdAt)}
          {!current && (
            <>
              {' · '}
              {time('lastSeen', lastSeenAt)}
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
            aria-label={t('endOf', { name, date: moment(createdAt) })}
            onClick={() => onEnd(name)}
          >
            {t('end')}
          </Button>
        )
      }
    />
  );
}
