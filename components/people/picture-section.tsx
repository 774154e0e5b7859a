import { useEffect, useRef, useState } from 'react';
import { MAX_REASON_LENGTH } from '@/lib/avatars/limits';
import type { RequestOptions } from '../api/request';
import type { PersonDetails, Removal } from '../api/resource';
import { momentIn } from '../dates/in-text';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Confirm } from '../ui/confirm';
import { Field } from '../ui/field';
import { FileField } from '../ui/file-field';
import { Section } from '../ui/section';
import type { Act } from './act';

type Block = NonNullable<Removal['block']>;

const BLOCKS = ['person', 'everyone', 'none'] as const satisfies readonly Block[];

/** Sets, removes and locks the picture of the person, who sees the reason. */
export function PictureSection({ person, busy, act }: { person: PersonDetails; busy: boolean; act: Act }) {
  const t = useTexts('person.picture');
  const { name, avatar, avatarLockedUntil, etag } = person;
  const [reason, setReason] = useState('');
  const [isReasonMissing, setReasonMissing] = useState(false);
  const [block, setBlock] = useState<Block>('person');
  const [file, setFile] = useState<File | null>(null);
  const [until, setUntil] = useState('');
  const reasonField = useRef<HTMLInputElement>(null);
  const fileField = useRef<HTMLInputElement>(null);
  /** Only the picture that the administrator sees: the person may have uploaded another one meanwhile. */
  const seen = { 'If-Match': etag };
  const isShown = avatar.source !== 'none' || person.versions.some(({ addresses }) => addresses > 0);
  const isLocked = avatarLockedUntil !== null && new Date(avatarLockedUntil) > new Date();

  function hasReason(): boolean {
    const isMissing = reason.trim() === '';
    setReasonMissing(isMissing);
    if (isMissing) reasonField.current?.focus();
    return !isMissing;
  }

  /** A reason is that of one act. */
  async function change(path: string, options: RequestOptions, done: string): Promise<void> {
    if (!(await act(path, options, done))) return;
    setReason('');
    setFile(null);
    setUntil('');
    if (fileField.current) fileField.current.value = '';
  }

  function set(): void {
    if (!file) return;
    const body = new FormData();
    body.append('image', file);
    body.append('reason', reason);
    void change('/avatar', { method: 'PUT', headers: seen, body }, t('wasSet', { name }));
  }

  const remove = (json: Removal) => void change('/avatar', { method: 'DELETE', headers: seen, json }, t('removed', { name }));

  // Chosen before the scripts of the page had run.
  useEffect(() => setFile(fileField.current?.files?.[0] ?? null), []);

  function lock(): void {
    const json = { avatarLockedUntil: new Date(until).toISOString(), reason };
    void change('', { method: 'PATCH', json }, t('locked', { name }));
  }

  return (
    <Section id="picture-heading" title={t('title')}>
      <Notices person={person} isLocked={isLocked} />
      <Field
        ref={reasonField}
        label={t('reason')}
        value={reason}
        maxLength={MAX_REASON_LENGTH}
        onChange={({ target }) => setReason(target.value)}
        hint={t('reasonHint', { name })}
        error={isReasonMissing ? t('writeReason') : undefined}
      />
      <div className="flex flex-wrap items-end gap-4">
        <div className="min-w-52 flex-1">
          <FileField
            ref={fileField}
            label={t('file')}
            accept="image/*"
            chosen={file?.name}
            onChange={({ target }) => setFile(target.files?.[0] ?? null)}
          />
        </div>
        <Button className="min-h-11" aria-disabled={busy || !file} onClick={() => hasReason() && set()}>
          {t('set')}
        </Button>
      </div>
      <div className="flex flex-wrap items-end gap-4">
        <div className="min-w-52 flex-1">
          <Field label={t('until')} type="date" value={until} onChange={({ target }) => setUntil(target.value)} />
        </div>
        <Button className="min-h-11" aria-disabled={busy || until === ''} onClick={() => until !== '' && hasReason() && lock()}>
          {t('lock')}
        </Button>
        {isLocked && (
          <Button
            className="min-h-11"
            aria-disabled={busy}
            onClick={() => void act('', { method: 'PATCH', json: { avatarLockedUntil: null } }, t('unlocked', { name }))}
          >
            {t('unlock')}
          </Button>
        )}
      </div>
      {isShown && (
        <div className="flex flex-wrap items-end justify-between gap-4 border-line border-t pt-5">
          {/* Not a `<select>`: it truncates long options in narrow windows. */}
          <fieldset>
            <legend className="font-medium text-sm">{t('afterRemoval')}</legend>
            {BLOCKS.map((value) => (
              <Choice
                key={value}
                type="radio"
                name="block"
                label={t(`blocks.${value}`)}
                checked={block === value}
                onChange={() => setBlock(value)}
              />
            ))}
          </fieldset>
          <Confirm
            action={t('remove')}
            label={t('removeOf', { name })}
            title={t('question', { name })}
            keep={t('keep')}
            busy={busy}
            isReady={hasReason}
            onConfirm={() => remove({ reason, block })}
          >
            {t('consequences')}
          </Confirm>
        </div>
      )}
    </Section>
  );
}

function Notices({ person: { avatarLockedUntil, notice }, isLocked }: { person: PersonDetails; isLocked: boolean }) {
  const t = useTexts('person.picture');
  return (
    <div className="break-words text-muted text-sm">
      <p>{isLocked && avatarLockedUntil ? t.rich('lockedUntil', momentIn(avatarLockedUntil)) : t('changeable')}</p>
      {notice && (
        <p className="mt-1">
          {notice.isImported
            ? t.rich('toldImported', momentIn(notice.at))
            : t.rich('told', { reason: notice.reason, ...momentIn(notice.at) })}
        </p>
      )}
    </div>
  );
}
