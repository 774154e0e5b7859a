import { useRef, useState } from 'react';
import { MAX_REASON_LENGTH } from '@/lib/avatars/limits';
import type { RequestOptions } from '../api/request';
import type { PersonDetails, Removal } from '../api/resource';
import { Moment } from '../dates/dates';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { Field } from '../ui/field';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import type { Act } from './act';

type Block = NonNullable<Removal['block']>;

const BLOCKS: { value: Block; label: string }[] = [
  { value: 'person', label: 'They cannot use the same file again' },
  { value: 'everyone', label: 'No one can use the same file again' },
  { value: 'none', label: 'The same file may come back' },
];

/** Sets, removes and locks the picture of the person, who sees the reason. */
export function PictureSection({ person, busy, act }: { person: PersonDetails; busy: boolean; act: Act }) {
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
    void change('/avatar', { method: 'PUT', headers: seen, body }, `The picture of ${name} is set.`);
  }

  const remove = (json: Removal) => void change('/avatar', { method: 'DELETE', headers: seen, json }, `The picture of ${name} is removed.`);

  function lock(): void {
    const json = { avatarLockedUntil: new Date(until).toISOString(), reason };
    void change('', { method: 'PATCH', json }, `${name} cannot change the picture.`);
  }

  return (
    <Section id="picture-heading" title="Picture">
      <Notices person={person} isLocked={isLocked} />
      <Field
        ref={reasonField}
        label="Reason"
        value={reason}
        maxLength={MAX_REASON_LENGTH}
        onChange={({ target }) => setReason(target.value)}
        hint={`${name} reads it.`}
        error={isReasonMissing ? 'Write a reason, which the person reads.' : undefined}
      />
      <div className="flex flex-wrap items-end gap-4">
        <div className="min-w-52 flex-1">
          <Field
            ref={fileField}
            label="New picture"
            type="file"
            accept="image/*"
            className="py-2"
            onChange={({ target }) => setFile(target.files?.[0] ?? null)}
          />
        </div>
        <Button className="min-h-11" aria-disabled={busy || !file} onClick={() => hasReason() && set()}>
          Set picture
        </Button>
      </div>
      <div className="flex flex-wrap items-end gap-4">
        <div className="min-w-52 flex-1">
          <Field label="Lock until" type="date" value={until} onChange={({ target }) => setUntil(target.value)} />
        </div>
        <Button className="min-h-11" aria-disabled={busy || until === ''} onClick={() => until !== '' && hasReason() && lock()}>
          Lock picture
        </Button>
        {isLocked && (
          <Button
            className="min-h-11"
            aria-disabled={busy}
            onClick={() => void act('', { method: 'PATCH', json: { avatarLockedUntil: null } }, `${name} can change the picture again.`)}
          >
            Unlock picture
          </Button>
        )}
      </div>
      {isShown && (
        <div className="flex flex-wrap items-end justify-between gap-4 border-line border-t pt-5">
          <Select
            label="After removal"
            value={block}
            onChange={({ target }) => setBlock(BLOCKS.find(({ value }) => value === target.value)?.value ?? 'person')}
            options={BLOCKS}
          />
          <Confirm
            action="Remove picture"
            label={`Remove picture of ${name}`}
            title={`Remove the picture of ${name}?`}
            keep="Keep"
            busy={busy}
            isReady={hasReason}
            onConfirm={() => remove({ reason, block })}
          >
            It is deleted for good, with every other crop of the same file, and so are the pictures that their addresses show in place of
            it. They cannot restore them from their history.
          </Confirm>
        </div>
      )}
    </Section>
  );
}

function Notices({ person: { avatarLockedUntil, notice }, isLocked }: { person: PersonDetails; isLocked: boolean }) {
  return (
    <div className="break-words text-muted text-sm">
      {isLocked && avatarLockedUntil ? (
        <p>
          Locked until <Moment date={avatarLockedUntil} />.
        </p>
      ) : (
        <p>The person can change the picture.</p>
      )}
      {notice && (
        <p className="mt-1">
          They were told on <Moment date={notice.at} />: {notice.reason}
        </p>
      )}
    </div>
  );
}
