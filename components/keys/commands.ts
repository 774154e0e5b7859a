import type { PageMessages } from '../texts/catalogues';

export interface Command {
  /** Name of the API, or of the client that speaks it. */
  api: string;
  /** The text about its effect. */
  about: Exclude<keyof PageMessages['keys']['commands'], 'copy'>;
  text: string;
}

export interface CommandTarget {
  /** Address of this server. */
  origin: string;
  /** The key, or a shell variable with it. */
  key: string;
  email: string;
  userId: number;
  canWrite: boolean;
  /** Whether the person has an upload: clients of Ulule create the first picture, and replace it after that. */
  hasUpload: boolean;
}

/** A command for each API that takes the key, ready for a shell. The file `me.jpg` is the only thing to replace. */
export function commandsOf(target: CommandTarget): Command[] {
  return target.canWrite ? uploadsOf(target) : readsOf(target);
}

function uploadsOf({ origin, key, email, userId, hasUpload }: CommandTarget): Command[] {
  const about = 'upload' as const;
  return [
    { api: 'REST', about, text: lines(`curl -X PUT ${origin}/api/me/avatar`, bearer(key), '-F image=@me.jpg') },
    { api: 'MyCargoExtra', about, text: lines(`curl -X PATCH ${origin}/api/v1/user/avatar`, bearer(key), '-F avatar=@me.jpg') },
    { api: 'Cloudreve', about, text: lines(`curl -X PUT ${origin}/api/v4/user/setting/avatar`, bearer(key), '--data-binary @me.jpg') },
    {
      api: 'Ulule',
      about: hasUpload ? 'replace' : about,
      text: lines(
        hasUpload ? `curl -X PATCH ${origin}/v1/avatars/${userId}` : `curl -X POST ${origin}/v1/users/${userId}/avatars`,
        bearer(key),
        '-F image=@me.jpg',
      ),
    },
    { api: 'Zulip', about, text: lines(`curl -X POST ${origin}/api/v1/users/me/avatar`, `-u "${email}:${key}"`, '-F file=@me.jpg') },
  ];
}

function readsOf({ origin, key, email }: CommandTarget): Command[] {
  const about = 'read' as const;
  return [
    { api: 'REST', about, text: lines(`curl ${origin}/api/me/avatar`, bearer(key)) },
    { api: 'MyCargoExtra', about, text: lines(`curl ${origin}/api/v1/user/check`, bearer(key)) },
    { api: 'Cloudreve', about, text: lines(`curl ${origin}/api/v4/user/me`, bearer(key)) },
    { api: 'Ulule', about, text: lines(`curl ${origin}/v1/me`, bearer(key)) },
    { api: 'Zulip', about, text: lines(`curl ${origin}/api/v1/users/me`, `-u "${email}:${key}"`) },
  ];
}

const bearer = (key: string) => `-H "Authorization: Bearer ${key}"`;

const lines = (...parts: string[]) => parts.join(' \\\n  ');
