import { useRouter } from 'next/navigation';
import { AlertDialog } from 'radix-ui';
import { type FormEvent, useRef, useState } from 'react';
import { MAX_EMAIL_LENGTH, MAX_PASSWORD_UNITS } from '@/lib/accounts/limits';
import { MAX_REASON_LENGTH } from '@/lib/avatars/limits';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { DeletionReport, PersonDeletion, PersonDetails } from '../api/resource';
import { NoPassword } from '../auth/no-password';
import { Button, buttonClass } from '../ui/button';
import { DIALOG_CONTENT, DIALOG_OVERLAY } from '../ui/confirm';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { keepDeleted } from './deleted-person';

const FIELDS = ['confirm', 'reason', 'password'] as const;
type Problems = Partial<Record<(typeof FIELDS)[number] | 'form', string>>;

/** The person who manages others. */
export interface Administrator {
  id: number;
  /** For password managers. */
  email: string;
  hasPassword: boolean;
  /** The name of the provider with which a person without a password signs in. */
  provider: string | null;
}

interface DeletionDialogProps {
  person: Pick<PersonDetails, 'id' | 'name' | 'email'>;
  administrator: Administrator;
  busy: boolean;
}

/** A button that asks for the address of the account and the administrator's password before it deletes the account. */
export function DeletionDialog({ person: { id, name, email }, administrator, busy }: DeletionDialogProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [isSending, setSending] = useState(false);
  const [problems, setProblems] = useState<Problems>({});
  const { hasPassword, provider } = administrator;

  function change(opens: boolean) {
    // While it is sent, the dialog shows how it ends.
    if (isSending || busy) return;
    setProblems({});
    setOpen(opens);
  }

  function focus(name: (typeof FIELDS)[number]) {
    const control = form.current?.elements.namedItem(name);
    if (control instanceof HTMLInputElement) control.focus();
  }

  function refuse(found: Problems) {
    setProblems(found);
    const first = FIELDS.find((field) => found[field]);
    if (first) focus(first);
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isSending) return;
    const data = new FormData(event.currentTarget);
    const [confirm = '', reason = '', password = ''] = FIELDS.map((field) => String(data.get(field) ?? ''));
    setProblems({});
    if (confirm.trim() === '') return refuse({ confirm: 'Enter the e-mail address of the account.' });
    if (hasPassword && !password) return refuse({ password: 'Enter your password.' });
    setSending(true);
    const json = { confirm, ...(reason.trim() !== '' && { reason }), ...(hasPassword && { password }) } satisfies PersonDeletion;
    const answer = await request<DeletionReport>(`/api/people/${id}`, { method: 'DELETE', json });
    if (answer.ok) {
      keepDeleted({ name, objectsLeft: answer.value.objectsLeft });
      return router.push('/settings/people');
    }
    setSending(false);
    const { fields } = answer.failure;
    refuse(Object.keys(fields).length > 0 ? fields : { form: errorMessage(answer.failure) });
  }

  return (
    <AlertDialog.Root open={isOpen} onOpenChange={change}>
      <AlertDialog.Trigger asChild>
        <Button variant="danger" aria-label={`Delete account of ${name}`} aria-disabled={busy}>
          Delete account
        </Button>
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={DIALOG_OVERLAY} />
        <AlertDialog.Content
          className={DIALOG_CONTENT}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            focus('confirm');
          }}
        >
          <AlertDialog.Title className="break-words font-semibold text-lg">Delete the account of {name}?</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 break-words text-muted text-sm">
            Everything that it has stored is deleted at once. This cannot be undone. To confirm, type its address:{' '}
            <strong className="font-medium text-ink">{email}</strong>
          </AlertDialog.Description>
          {problems.form && (
            <div className="mt-4">
              <Notice kind="error">{problems.form}</Notice>
            </div>
          )}
          {!hasPassword && (
            <div className="mt-4">
              <NoPassword provider={provider} page={`/settings/people/${id}`} />
            </div>
          )}
          <form ref={form} onSubmit={submit} noValidate className="mt-4 space-y-4">
            <Field
              label="E-mail address of the account"
              name="confirm"
              type="text"
              inputMode="email"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
              maxLength={MAX_EMAIL_LENGTH}
              error={problems.confirm}
            />
            <Field
              label="Reason (optional)"
              name="reason"
              autoComplete="off"
              maxLength={MAX_REASON_LENGTH}
              hint="The audit log keeps it."
              error={problems.reason}
            />
            <input type="email" name="username" autoComplete="username" value={administrator.email} readOnly hidden />
            {hasPassword && (
              <Field
                label="Your password"
                name="password"
                type="password"
                autoComplete="current-password"
                required
                maxLength={MAX_PASSWORD_UNITS}
                error={problems.password}
              />
            )}
            <div className="flex flex-wrap justify-end gap-2">
              <AlertDialog.Cancel className={buttonClass()} aria-disabled={isSending}>
                Keep account
              </AlertDialog.Cancel>
              <Button type="submit" variant="danger" aria-disabled={isSending}>
                {isSending ? 'Deleting…' : 'Delete account'}
              </Button>
            </div>
          </form>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
