import { useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { ApiKey } from '../api/resource';
import { Day } from '../dates/dates';
import { Confirm } from '../ui/confirm';
import { Notice } from '../ui/notice';

export function KeyRow({ apiKey, onRevoked }: { apiKey: ApiKey; onRevoked: () => void }) {
  const { id, label, lastFour, scopes, createdAt, lastUsedAt, expiresAt } = apiKey;
  const [problem, setProblem] = useState('');

  async function revoke() {
    const answer = await request<undefined>(`/api/keys/${id}`, { method: 'DELETE' });
    // Another tab or client has revoked it already.
    if (answer.ok || answer.failure.code === 'not_found') onRevoked();
    else setProblem(errorMessage(answer.failure));
  }

  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-3 font-medium">
          <span className="break-words">{label}</span>
          <span className="font-mono text-muted text-sm">…{lastFour}</span>
        </p>
        <p className="mt-0.5 text-muted text-sm">
          {scopes.map((scope) => scope.replace('avatar:', '')).join(' and ')} · created <Day date={createdAt} /> ·{' '}
          {lastUsedAt ? (
            <>
              last used <Day date={lastUsedAt} />
            </>
          ) : (
            'never used'
          )}
          {expiresAt && (
            <>
              {' · expires '}
              <Day date={expiresAt} />
            </>
          )}
        </p>
      </div>
      <Confirm action="Revoke" label={`Revoke ${label}`} title={`Revoke “${label}”?`} keep="Keep" onConfirm={() => void revoke()}>
        Programs that use this key can no longer change your picture. This cannot be undone.
      </Confirm>
      {problem && <Notice kind="error">{problem}</Notice>}
    </li>
  );
}
