import { useRouter } from 'next/navigation';
import { AlertDialog } from 'radix-ui';
import { type FormEvent, useRef, useState } from 'react';
import { MAX_EMAIL_LENGTH, MAX_PASSWORD_UNITS } from '@/lib/accounts/limits';
import { MAX_REASON_LENGTH } from '@/lib/avatars/limits';
import { request } from '../api/request';
import type { DeletionReport, PersonDeletion, PersonDetails } from '../api/resource';
import { NoPassword } from '../auth/no-password';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
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
  const t = useTexts('person.deletion');
  const explain = useExplain();
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
    if (confirm.trim() === '') return refuse({ confirm: t('enterAddress') });
    if (hasPassword && !password) return refuse({ password: t('enterPassword') });
    setSending(true);
    const json = { confirm, ...(reason.trim() !== '' && { reason }), ...(hasPassword && { password }) } satisfies PersonDeletion;
    const answer = await request<DeletionReport>(`/api/people/${id}`, { method: 'DELETE', json });
    if (answer.ok) {
      keepDeleted({ name, objectsLeft: answer.value.objectsLeft });
      return router.push('/settings/people');
    }
    setSending(false);
    const fields = explain.fields(answer.failure);
    refuse(Object.keys(fields).length > 0 ? fields : { form: explain.failure(answer.failure) });
  }

  return (
    <AlertDialog.Root open={isOpen} onOpenChange={change}>
      <AlertDialog.Trigger asChild>
        <Button variant="danger" aria-label={t('deleteOf', { name })} aria-disabled={busy}>
          {t('delete')}
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
          <AlertDialog.Title className="break-words font-semibold text-lg">{t('question', { name })}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 break-words text-muted text-sm">
            {t.rich('consequences', { email, address: (text) => <strong className="font-medium text-ink">{text}</strong> })}
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
          <form method="dialog" ref={form} onSubmit={submit} noValidate className="mt-4 space-y-4">
            <Field
              label={t('address')}
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
              label={t('reason')}
              name="reason"
              autoComplete="off"
              maxLength={MAX_REASON_LENGTH}
              hint={t('reasonHint')}
              error={problems.reason}
            />
            <input type="email" name="username" autoComplete="username" value={administrator.email} readOnly hidden />
            {hasPassword && (
              <Field
                label={t('password')}
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
                {t('keep')}
              </AlertDialog.Cancel>
              <Button type="submit" variant="danger" aria-disabled={isSending}>
                {t(isSending ? 'busy' : 'delete')}
              </Button>
            </div>
          </form>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
