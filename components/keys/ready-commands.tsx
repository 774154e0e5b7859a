import { useSyncExternalStore } from 'react';
import { useAvatar } from '../avatar/store';
import { useTexts } from '../texts/texts';
import { Copyable } from '../ui/copyable';
import { Tabs } from '../ui/tabs';
import { commandsOf } from './commands';

const never = () => () => {};

/** A command for each API. @param apiKey a key, or a shell variable with one */
export function ReadyCommands({ apiKey, canWrite }: { apiKey: string; canWrite: boolean }) {
  const t = useTexts('keys.commands');
  const { avatar, person } = useAvatar();
  // The server does not know under which of its names the person has opened it.
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  );
  const commands = commandsOf({
    origin,
    key: apiKey,
    email: person.email,
    userId: person.id,
    canWrite,
    hasUpload: avatar.source === 'upload',
  });
  return (
    <Tabs
      label="API"
      tabs={commands.map(({ api, about, text }) => ({
        value: api,
        label: api,
        content: (
          <div className="space-y-3">
            <p className="text-muted text-sm">{t(about)}</p>
            <Copyable label={t('copy', { api })} text={text} testId="key-command" isCommand />
          </div>
        ),
      }))}
    />
  );
}
