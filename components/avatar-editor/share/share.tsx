import { type ReactNode, useState } from 'react';
import type { AvatarLinks } from '../../api/resource';
import { useAvatar } from '../../avatar/store';
import { Copyable } from '../../ui/copyable';
import { LoadedFrame } from '../../ui/loaded-frame';
import { Notice } from '../../ui/notice';
import { Select } from '../../ui/select';
import { useLoaded } from '../../ui/use-loaded';
import { htmlSnippet, markdownSnippet } from './snippets';

const DEFAULT_SIDE = 128;

const HIDDEN = {
  policy: 'Your administrator has switched look-ups by e-mail address off, so this address shows no picture.',
  address: 'You have switched look-ups of this e-mail address off, so it shows no picture.',
  unverified: 'This e-mail address is not verified, so it shows no picture.',
  picture: 'This e-mail address shows no picture, as you have chosen.',
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
  const { avatar, person } = useAvatar();
  const [by, setBy] = useState('id');
  const [size, setSize] = useState(String(DEFAULT_SIDE));
  const hash = byHash.find(({ email }) => email === by);
  const chosen = hash ?? byId;
  const embedded = { side: Number(size), sizes: chosen.sizes, alt: avatar.alt || person.name };
  return (
    <>
      <p className="max-w-2xl text-muted text-sm">
        These addresses always show your current picture, also after you change it. Everyone who has one can see the picture, without
        signing in.
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label="Address"
          value={by}
          onChange={({ currentTarget }) => setBy(currentTarget.value)}
          options={[
            { value: 'id', label: 'Of your account' },
            ...byHash.map(({ email }) => ({ value: email, label: `By ${email}, as Gravatar` })),
          ]}
        />
        <Select
          label="Size"
          value={size}
          onChange={({ currentTarget }) => setSize(currentTarget.value)}
          options={sizes.map((side) => ({ value: String(side), label: `${side} × ${side} pixels` }))}
        />
      </div>
      {hash?.hidden && (
        <Notice kind="warning">
          <p>
            {HIDDEN[hash.hidden]}{' '}
            {hash.hidden !== 'policy' && (
              <a href="/settings/addresses" className="link font-medium">
                Change it at Addresses
              </a>
            )}
          </p>
        </Notice>
      )}
      {hash && (
        <p className="text-muted text-sm">
          Applications that know your e-mail address ask like this. The address is part of the link as a hash only, which those who guess it
          can compare.
        </p>
      )}
      <Labelled title="Address of the picture">
        <Copyable label="address" text={chosen.sizes[size] ?? chosen.url} testId="share-address" />
      </Labelled>
      <Labelled title="HTML">
        <Copyable label="HTML" text={htmlSnippet(embedded)} testId="share-html" isCommand />
      </Labelled>
      <Labelled title="Markdown">
        <Copyable label="Markdown" text={markdownSnippet(embedded)} testId="share-markdown" isCommand />
      </Labelled>
      {avatar.id !== null && (
        <p className="text-sm">
          <a href="/api/me/avatar/original" download={avatar.name ?? true} className="link inline-block min-h-6 font-medium">
            Download the original
          </a>{' '}
          <span className="text-muted">as you uploaded it. Only you can.</span>
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
