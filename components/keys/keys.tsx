'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { ApiKey } from '../api/resource';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { CreatedKeySection } from './created-key';
import { KeyRow } from './key-row';
import { NewKeyForm } from './new-key-form';

type Loaded = { state: 'loading' } | { state: 'failed'; text: string } | { state: 'ready'; keys: ApiKey[] };

/** The person's API keys: create, show once, list and revoke. */
export function Keys() {
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  const [fresh, setFresh] = useState<string | null>(null);
  const list = useRef<HTMLHeadingElement>(null);

  const reload = useCallback(async () => {
    const answer = await request<ApiKey[]>('/api/keys');
    setLoaded(answer.ok ? { state: 'ready', keys: answer.value } : { state: 'failed', text: errorMessage(answer.failure) });
  }, []);

  useEffect(() => {
    void reload();
  }, [reload]);

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
        {loaded.state === 'loading' && <p className="text-muted text-sm">Loading…</p>}
        {loaded.state === 'failed' && (
          <Notice kind="error">
            <p>{loaded.text}</p>
            <Button onClick={() => void reload()}>Try again</Button>
          </Notice>
        )}
        {loaded.state === 'ready' && loaded.keys.length === 0 && (
          <p className="rounded-xl border border-line border-dashed p-6 text-center text-muted text-sm">You have no keys yet.</p>
        )}
        {loaded.state === 'ready' && loaded.keys.length > 0 && (
          <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
            {loaded.keys.map((key) => (
              <KeyRow
                key={key.id}
                apiKey={key}
                onRevoked={() => {
                  list.current?.focus();
                  void reload();
                }}
              />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
