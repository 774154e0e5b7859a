import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { request } from '../api/request';
import type { ApiKey } from '../api/resource';
import { Time, useDates } from '../dates/dates';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { Badge } from '../ui/badge';
import { Confirm } from '../ui/confirm';
import { Row, RowIcon } from '../ui/list';
import { Notice } from '../ui/notice';
import { expiryState } from './expiry';

/** The texts of the scopes. */
const SCOPES = { 'avatar:read': 'read', 'avatar:write': 'write' } as const satisfies Record<ApiKey['scopes'][number], string>;

export function KeyRow({ apiKey, onRevoked }: { apiKey: ApiKey; onRevoked: () => void }) {
  const [t, scopeNames] = [useTexts('keys.row'), useTexts('keys.scopes')];
  const explain = useExplain();
  const { day } = useDates();
  const { id, label, lastFour, scopes, createdAt, lastUsedAt, expiresAt } = apiKey;
  const [problem, setProblem] = useState('');
  const expiry = expiryState(expiresAt);

  async function revoke() {
    const answer = await request<undefined>(`/api/keys/${id}`, { method: 'DELETE' });
    // Another tab or client has revoked it already.
    if (answer.ok || answer.failure.code === 'not_found') onRevoked();
    else setProblem(explain.failure(answer.failure));
  }

  const time = (key: 'created' | 'lastUsed' | 'expires' | 'expiredOn', date: string) =>
    t.rich(key, { date: day(date), time: (text) => <Time date={date}>{text}</Time> });

  return (
    <Row
      leading={
        <RowIcon>
          <KeyRound aria-hidden="true" />
        </RowIcon>
      }
      title={
        <>
          <bdi>{label}</bdi>{' '}
          <bdi dir="ltr" className="ms-1 font-mono font-normal text-muted text-sm">
            {`…${lastFour}`}
          </bdi>
        </>
      }
      badges={
        <>
          {scopes.map((scope) => (
            <Badge key={scope} className="bg-sunken">
              {scopeNames(SCOPES[scope])}
            </Badge>
          ))}
          {expiry === 'expired' && <Badge className="bg-danger-soft">{t('expired')}</Badge>}
          {expiry === 'soon' && <Badge className="bg-warning-soft">{t('soon')}</Badge>}
        </>
      }
      about={
        <>
          {time('created', createdAt)}
          {' · '}
          {lastUsedAt ? time('lastUsed', lastUsedAt) : t('neverUsed')}
          {' · '}
          {expiresAt ? time(expiry === 'expired' ? 'expiredOn' : 'expires', expiresAt) : t('neverExpires')}
        </>
      }
      actions={
        <Confirm
          size="small"
          action={t('revoke')}
          label={t('revokeOf', { label })}
          title={t('question', { label })}
          keep={t('keep')}
          onConfirm={() => void revoke()}
        >
          {t('consequences')}
        </Confirm>
      }
    >
      {problem && (
        <div className="mt-3">
          <Notice kind="error">{problem}</Notice>
        </div>
      )}
    </Row>
  );
}
