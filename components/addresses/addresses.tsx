'use client';

import { useRouter } from 'next/navigation';
import { type ComponentProps, useRef, useState } from 'react';
import { type Answer, request } from '../api/request';
import type { Address, AddressChange, Version } from '../api/resource';
import { useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { List } from '../ui/list';
import { LoadedFrame } from '../ui/loaded-frame';
import { Notice } from '../ui/notice';
import { Section } from '../ui/section';
import { useLoaded } from '../ui/use-loaded';
import { AddressRow } from './address-row';
import { NewAddressForm } from './new-address-form';

const PATH = '/api/me/addresses';

interface AddressesProps extends Pick<ComponentProps<typeof NewAddressForm>, 'hasPassword' | 'provider'> {
  /** The addresses and the kept pictures when the page was rendered. */
  rendered: Address[];
  pictures: Version[];
  /** Whether links are sent to verify addresses. */
  verifies: boolean;
  /** Whether the administrator lets applications ask by a hash. */
  hashLookup: boolean;
}

/** The e-mail addresses of the person. */
export function Addresses({ rendered, pictures, verifies, hashLookup, hasPassword, provider }: AddressesProps) {
  const t = useTexts('addresses.list');
  const explain = useExplain();
  const router = useRouter();
  const { loaded, setLoaded, reload } = useLoaded(PATH, rendered);
  const { loaded: history } = useLoaded('/api/me/avatars', pictures);
  const versions = history.state === 'ready' ? history.value : [];
  const [announced, announce] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);

  /** @returns whether it succeeded */
  async function run(ask: () => Promise<Answer<unknown>>, done: string): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    announce('');
    setProblem('');
    const answer = await ask();
    setBusy(false);
    if (!answer.ok) setProblem(explain.failure(answer.failure));
    else announce(done);
    await reload();
    return answer.ok;
  }

  const change = ({ id }: Address, json: AddressChange) => request<Address>(`${PATH}/${id}`, { method: 'PATCH', json });

  async function setHashLookup(address: Address, hashLookup: boolean) {
    if (busy || loaded.state !== 'ready') return;
    // The box shows at once what it will be; the reload after a failure takes it back.
    setLoaded({ state: 'ready', value: loaded.value.map((one) => (one.id === address.id ? { ...one, hashLookup } : one)) });
    await run(() => change(address, { hashLookup }), t('saved'));
  }

  async function makePrimary(address: Address) {
    if (!(await run(() => change(address, { primary: true }), t('nowPrimary', { email: address.email })))) return;
    // The header is rendered by the server.
    router.refresh();
    heading.current?.focus();
  }

  async function remove({ id, email }: Address) {
    // The focused button is gone with its row.
    if (await run(() => request<undefined>(`${PATH}/${id}`, { method: 'DELETE' }), t('removed', { email }))) heading.current?.focus();
  }

  return (
    <div className="space-y-8">
      <Section id="addresses-heading" headingRef={heading} title={t('title')}>
        <p role="status" className="text-muted text-sm empty:hidden">
          {announced}
        </p>
        {problem && <Notice kind="error">{problem}</Notice>}
        {!hashLookup && <Notice kind="warning">{t('noHashLookup')}</Notice>}
        <LoadedFrame loaded={loaded} onRetry={() => void reload()}>
          {(addresses) => (
            <List>
              {addresses.map((address) => (
                <AddressRow
                  key={address.id}
                  address={address}
                  versions={versions}
                  busy={busy}
                  verifies={verifies}
                  onVerify={() =>
                    void run(
                      () => request(PATH, { method: 'POST', json: { email: address.email } }),
                      t('linkSent', { email: address.email }),
                    )
                  }
                  onPrimary={() => void makePrimary(address)}
                  onShow={(shows) => void run(() => change(address, { shows }), t('pictureSaved', { email: address.email }))}
                  onHashLookup={(isOn) => void setHashLookup(address, isOn)}
                  onRemove={() => void remove(address)}
                />
              ))}
            </List>
          )}
        </LoadedFrame>
      </Section>
      <NewAddressForm
        hasPassword={hasPassword}
        provider={provider}
        onAdded={(email) => {
          announce(t(verifies ? 'linkSentNew' : 'added', { email }));
          void reload();
        }}
      />
    </div>
  );
}
