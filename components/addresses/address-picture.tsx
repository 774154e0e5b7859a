import { ChevronDown } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Address, Version } from '../api/resource';
import { Avatar } from '../avatar/avatar';
import { useAvatar } from '../avatar/store';
import { useDates } from '../dates/dates';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { useUnsaved } from '../unsaved-changes/store';

type Shows = Address['shows'];

interface AddressPictureProps {
  address: Address;
  /** The pictures of the history, newest first. */
  versions: readonly Version[];
  busy: boolean;
  onShow: (shows: Shows) => void;
}

const PICTURE = 'size-12 shrink-0 rounded-full bg-sunken object-cover ring-1 ring-ink/10';

/** Chooses the picture that an address shows. */
export function AddressPicture({ address: { email, shows }, versions, busy, onShow }: AddressPictureProps) {
  const t = useTexts('addresses.picture');
  const { avatar } = useAvatar();
  const { day } = useDates();
  const [choice, setChoice] = useState(textOf(shows));
  useUnsaved(choice !== textOf(shows));

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (choice === 'account' || choice === 'none') onShow(choice);
    else onShow({ avatar: Number(choice) });
  }

  const option = (value: string, label: string, picture: ReactNode, about?: string) => (
    <label
      key={value}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-lg border border-line p-2 text-sm has-checked:border-accent has-checked:bg-accent-soft"
    >
      <input
        type="radio"
        name="shows"
        value={value}
        checked={choice === value}
        onChange={() => setChoice(value)}
        className="size-5 shrink-0 accent-accent"
      />
      {picture}
      <span className="wrap-anywhere min-w-0">
        {label}
        {about && <span className="block text-muted">{about}</span>}
      </span>
    </label>
  );

  return (
    <details className="group">
      <summary className="-mx-2 inline-flex min-h-9 cursor-pointer list-none items-center gap-2 rounded-lg px-2 font-medium text-sm hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <span className="wrap-anywhere min-w-0">{t('summary', { email, shows: typeof shows === 'object' ? 'other' : shows })}</span>
        <ChevronDown className="size-4 shrink-0 text-muted group-open:rotate-180 motion-safe:transition-transform" aria-hidden="true" />
      </summary>
      <form method="dialog" onSubmit={submit} className="mt-3 space-y-3">
        <fieldset>
          <legend className="sr-only">{t('legend', { email })}</legend>
          <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
            {option('account', t('account'), <Avatar avatar={{ ...avatar, alt: '' }} name="" size={48} still />)}
            {versions.map(({ id, name, alt, createdAt }) =>
              option(
                String(id),
                alt || name,
                <img src={`/api/me/avatars/${id}/picture`} width={48} height={48} alt="" loading="lazy" className={PICTURE} />,
                t('since', { date: day(createdAt) }),
              ),
            )}
            {option('none', t('none'), <span className={PICTURE} />, t('noneAbout'))}
          </div>
        </fieldset>
        <Button type="submit" aria-disabled={busy} aria-label={t('saveOf', { email })}>
          {t('save')}
        </Button>
      </form>
    </details>
  );
}

function textOf(shows: Shows): string {
  return typeof shows === 'object' ? String(shows.avatar) : shows;
}
