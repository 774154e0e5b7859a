'use client';

import { useRef, useState } from 'react';
import type { ApiKey } from '../api/resource';
import { List } from '../ui/list';
import { LoadedFrame } from '../ui/loaded-frame';
import { useLoaded } from '../ui/use-loaded';
import { CreatedKeySection } from './created-key';
import { KeyRow } from './key-row';
import { NewKeyForm } from './new-key-form';

/** The person's API keys: create, show once, list and revoke. */
export function Keys() {
  const { loaded, reload } = useLoaded<ApiKey[]>('/api/keys');
  const [fresh, setFresh] = useState<string | null>(null);
  const list = useRef<HTMLHeadingElement>(null);

  return (
    <div className="space-y-10">
      <div>
        <h1 className="font-semibold text-2xl tracking-tight">API keys</h1>
        <p className="mt-2 max-w-2xl text-muted">With an API key, a script or another program can change your picture for you.</p>
      </div>
      {fresh && <CreatedKeySection key={fresh} apiKey={fresh} onDone={() => setFresh(null)} />}
      <NewKeyForm
        onCreated={(key) => {
          setFresh(key);
          void reload();
        }}
      />
      <section aria-labelledby="keys-heading">
        <h2 ref={list} id="keys-heading" tabIndex={-1} className="mb-3 font-medium text-lg">
          Your keys
        </h2>
        <LoadedFrame loaded={loaded} onRetry={() => void reload()}>
          {(keys) => (
            <List empty="You have no keys yet.">
              {keys.map((key) => (
                <KeyRow
                  key={key.id}
                  apiKey={key}
                  onRevoked={() => {
                    list.current?.focus();
                    void reload();
                  }}
                />
              ))}
            </List>
          )}
        </LoadedFrame>
      </section>
    </div>
  );
}
