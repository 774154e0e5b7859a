import { AlertDialog } from 'radix-ui';
import { useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { ApiKey } from '../api/resource';
import { Button, buttonClass } from '../ui/button';
import { Notice } from '../ui/notice';

const day = (date: string) => new Date(date).toLocaleDateString(undefined, { dateStyle: 'medium' });

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
          {scopes.map((scope) => scope.replace('avatar:', '')).join(' and ')} · created {day(createdAt)} ·{' '}
          {lastUsedAt ? `last used ${day(lastUsedAt)}` : 'never used'}
          {expiresAt && ` · expires ${day(expiresAt)}`}
        </p>
      </div>
      <Confirm label={label} onConfirm={revoke} />
      {problem && <Notice kind="error">{problem}</Notice>}
    </li>
  );
}

function Confirm({ label, onConfirm }: { label: string; onConfirm: () => void }) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger asChild>
        <Button variant="danger" aria-label={`Revoke ${label}`}>
          Revoke
        </Button>
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-2xl border border-line bg-surface p-6 shadow-raised">
          <AlertDialog.Title className="break-words font-semibold text-lg">Revoke “{label}”?</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-muted text-sm">
            Programs that use this key can no longer change your picture. This cannot be undone.
          </AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel className={buttonClass()}>Keep</AlertDialog.Cancel>
            <AlertDialog.Action className={buttonClass({ variant: 'danger' })} onClick={onConfirm}>
              Revoke
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
