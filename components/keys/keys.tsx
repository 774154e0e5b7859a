'use client';

import { KeyRound } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ApiKey, CreatedKey } from '../api/resource';
import { useTexts } from '../texts/texts';
import { List } from '../ui/list';
import { LoadedFrame } from '../ui/loaded-frame';
import { Section } from '../ui/section';
import { useLoaded } from '../ui/use-loaded';
import { CreatedKeySection } from './created-key';
import { KeyRow } from './key-row';
import { NewKeyForm } from './new-key-form';
import { ReadyCommands } from './ready-commands';

/** The person's API keys: create, show once, list and revoke. */
export function Keys({ rendered }: { rendered: ApiKey[] }) {
  const t = useTexts('keys.list');
  const { loaded, reload } = useLoaded('/api/keys', rendered);
  const [fresh, setFresh] = useState<CreatedKey | null>(null);
  const list = useRef<HTMLHeadingElement>(null);

  return (
    <div className="space-y-8">
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
      <Section id="keys-heading" headingRef={list} title={t('title')} about={t('about')}>
        <LoadedFrame loaded={loaded} onRetry={() => void reload()}>
          {(keys) => (
            <List empty={t('empty')} emptyIcon={<KeyRound aria-hidden="true" />} emptyAbout={t('emptyAbout')}>
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
        <Section id="commands-heading" title={t('useTitle')} about={t('useAbout')}>
          <ReadyCommands apiKey="$KEY" canWrite />
        </Section>
      )}
    </div>
  );
}
