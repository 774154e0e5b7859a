import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { ApiKey } from '../api/resource';
import { Day } from '../dates/dates';
import { Badge } from '../ui/badge';
import { Confirm } from '../ui/confirm';
import { Row, RowIcon } from '../ui/list';
import { Notice } from '../ui/notice';
import { expiryState } from './expiry';

/** Names of the scopes. */
const SCOPES = { 'avatar:read': 'Read', 'avatar:write': 'Write' } satisfies Record<ApiKey['scopes'][number], string>;

export function KeyRow({ apiKey, onRevoked }: { apiKey: ApiKey; onRevoked: () => void }) {
  const { id, label, lastFour, scopes, createdAt, lastUsedAt, expiresAt } = apiKey;
  const [problem, setProblem] = useState('');
  const expiry = expiryState(expiresAt);

  async function revoke() {
    const answer = await request<undefined>(`/api/keys/${id}`, { method: 'DELETE' });
    // Another tab or client has revoked it already.
    if (answer.ok || answer.failure.code === 'not_found') onRevoked();
    else setProblem(errorMessage(answer.failure));
  }

  return (
    <Row
      leading={
        <RowIcon>
          <KeyRound aria-hidden="true" />
        </RowIcon>
      }
      title={
        <>
          {label} <span className="ml-1 font-mono font-normal text-muted text-sm">…{lastFour}</span>
        </>
      }
      badges={
        <>
          {scopes.map((scope) => (
            <Badge key={scope} className="bg-sunken">
              {SCOPES[scope]}
            </Badge>
          ))}
          {expiry === 'expired' && <Badge className="bg-danger-soft">Expired</Badge>}
          {expiry === 'soon' && <Badge className="bg-warning-soft">Expires soon</Badge>}
        </>
      }
      about={
        <>
          created <Day date={createdAt} /> ·{' '}
          {lastUsedAt ? (
            <>
              last used <Day date={lastUsedAt} />
            </>
          ) : (
            'never used'
          )}
          {' · '}
          {expiresAt ? (
            <>
              {expiry === 'expired' ? 'expired' : 'expires'} <Day date={expiresAt} />
            </>
          ) : (
            'never expires'
          )}
        </>
      }
      actions={
        <Confirm
          size="small"
          action="Revoke"
          label={`Revoke ${label}`}
          title={`Revoke “${label}”?`}
          keep="Keep"
          onConfirm={() => void revoke()}
        >
          Programs that use this key can no longer change your picture. This cannot be undone.
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
