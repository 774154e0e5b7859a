'use client';

import { KeyRound } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ApiKey, CreatedKey } from '../api/resource';
import { List } from '../ui/list';
import { LoadedFrame } from '../ui/loaded-frame';
import { PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { useLoaded } from '../ui/use-loaded';
import { CreatedKeySection } from './created-key';
import { KeyRow } from './key-row';
import { NewKeyForm } from './new-key-form';
import { ReadyCommands } from './ready-commands';

/** The person's API keys: create, show once, list and revoke. */
export function Keys() {
  const { loaded, reload } = useLoaded<ApiKey[]>('/api/keys');
  const [fresh, setFresh] = useState<CreatedKey | null>(null);
  const list = useRef<HTMLHeadingElement>(null);

  return (
    <div className="space-y-8">
      <PageHeader title="API keys" about="With an API key, a script or another program can change your picture for you." />
      {fresh && (
        <CreatedKeySection
          key={fresh.key}
          apiKey={fresh.key}
          canWrite={fresh.scopes.includes('avatar:write')}
          onDone={() => {
            setFresh(null);
            list.current?.focus();
          }}
        />
      )}
      <NewKeyForm
        onCreated={(created) => {
          setFresh(created);
          void reload();
        }}
      />
      <Section id="keys-heading" headingRef={list} title="Your keys" about="A key works with every API until it expires or you revoke it.">
        <LoadedFrame loaded={loaded} onRetry={() => void reload()}>
          {(keys) => (
            <List empty="You have no keys yet." emptyIcon={<KeyRound aria-hidden="true" />} emptyAbout="Create one above.">
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
      </Section>
      {!fresh && (
        <Section
          id="commands-heading"
          title="Use a key"
          about="Put your key into the variable KEY, then run the command of the API that you use."
        >
          <ReadyCommands apiKey="$KEY" canWrite />
        </Section>
      )}
    </div>
  );
}
