import { type ReactNode, useState } from 'react';
import type { AvatarLinks } from '../../api/resource';
import { useAvatar } from '../../avatar/store';
import { useTexts } from '../../texts/texts';
import { Copyable } from '../../ui/copyable';
import { LoadedFrame } from '../../ui/loaded-frame';
import { Notice } from '../../ui/notice';
import { Select } from '../../ui/select';
import { useLoaded } from '../../ui/use-loaded';
import { htmlSnippet, markdownSnippet } from './snippets';

const DEFAULT_SIDE = 128;

/** Why an address shows no picture. */
const HIDDEN = {
  policy: 'hidden.policy',
  address: 'hidden.address',
  unverified: 'hidden.unverified',
  picture: 'hidden.picture',
} as const;

/** The public addresses of the picture, to copy in any size and form. */
export default function Share() {
  const { loaded, reload } = useLoaded<AvatarLinks>('/api/me/avatar/links');
  return (
    <LoadedFrame loaded={loaded} onRetry={() => void reload()}>
      {(links) => <Links {...links} />}
    </LoadedFrame>
  );
}

function Links({ sizes, byId, byHash }: AvatarLinks) {
  const t = useTexts('picture.share');
  const { avatar, person } = useAvatar();
  const [by, setBy] = useState('id');
  const [size, setSize] = useState(String(DEFAULT_SIDE));
  const hash = byHash.find(({ email }) => email === by);
  const chosen = hash ?? byId;
  const embedded = { side: Number(size), sizes: chosen.sizes, alt: avatar.alt || person.name };
  return (
    <>
      <p className="max-w-2xl text-muted text-sm">{t('about')}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t('address')}
          value={by}
          onChange={({ currentTarget }) => setBy(currentTarget.value)}
          options={[
            { value: 'id', label: t('byAccount') },
            ...byHash.map(({ email }) => ({ value: email, label: t('byEmail', { email }) })),
          ]}
        />
        <Select
          label={t('size')}
          value={size}
          onChange={({ currentTarget }) => setSize(currentTarget.value)}
          options={sizes.map((side) => ({ value: String(side), label: t('pixels', { side }) }))}
        />
      </div>
      {hash?.hidden && (
        <Notice kind="warning">
          <p>
            {t(HIDDEN[hash.hidden])}{' '}
            {hash.hidden !== 'policy' && (
              <a href="/settings/addresses" className="link font-medium">
                {t('change')}
              </a>
            )}
          </p>
        </Notice>
      )}
      {hash && <p className="text-muted text-sm">{t('hash')}</p>}
      <Labelled title={t('plain')}>
        <Copyable label={t('copyAddress')} text={chosen.sizes[size] ?? chosen.url} testId="share-address" />
      </Labelled>
      <Labelled title="HTML">
        <Copyable label={t('copyHtml')} text={htmlSnippet(embedded)} testId="share-html" isCommand />
      </Labelled>
      <Labelled title="Markdown">
        <Copyable label={t('copyMarkdown')} text={markdownSnippet(embedded)} testId="share-markdown" isCommand />
      </Labelled>
      {avatar.id !== null && (
        <p className="text-sm">
          {t.rich('original', {
            link: (label) => (
              <a href="/api/me/avatar/original" download={avatar.name ?? true} className="link inline-block min-h-6 font-medium">
                {label}
              </a>
            ),
            about: (text) => <span className="text-muted">{text}</span>,
          })}
        </p>
      )}
    </>
  );
}

function Labelled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="space-y-1.5">
      <h3 className="font-medium text-sm">{title}</h3>
      {children}
    </div>
  );
}
