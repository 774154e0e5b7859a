import { expect, it } from 'vitest';
import { commandsOf } from './commands';

const TARGET = {
  origin: 'https://pictures.example.org',
  key: 'KEY',
  email: 'ada@example.org',
  userId: 7,
  canWrite: true,
  hasUpload: false,
};

it('there is a command for each API, with the key and the address of the server', () => {
  const commands = commandsOf(TARGET);
  expect(commands.map(({ api }) => api)).toEqual(['REST', 'MyCargoExtra', 'Cloudreve', 'Ulule', 'Zulip']);
  for (const { text } of commands) expect(text).toMatch(/^curl -X \w+ https:\/\/pictures\.example\.org\/[^ ]+ \\\n.*KEY/);
});

it('clients of Ulule create the first picture and replace a later one', () => {
  const ulule = (hasUpload: boolean) => commandsOf({ ...TARGET, hasUpload }).find(({ api }) => api === 'Ulule')?.text;
  expect(ulule(false)).toContain('-X POST https://pictures.example.org/v1/users/7/avatars');
  expect(ulule(true)).toContain('-X PATCH https://pictures.example.org/v1/avatars/7');
});

it('a key that only reads has commands that only read', () => {
  for (const { text } of commandsOf({ ...TARGET, canWrite: false })) expect(text).not.toMatch(/-X|me\.jpg/);
});
