import { createHash } from 'node:crypto';
import type { TestApp } from '../app';
import { ADDRESS } from '../requests';

const hashOf = (algorithm: string, email: string) => createHash(algorithm).update(email).digest('hex');

/** The messages to an address, newest first. */
export async function mailTo(app: TestApp, email: string): Promise<{ subject: string; text: string }[]> {
  await app.parts().services.settled();
  const { messages } = await (await app.ask('GET', '/api/outbox', { headers: app.admin().session })).json();
  return messages.filter(({ to }: { to: string }) => to === email);
}

/** The token of the newest link to an address that verifies it. */
export async function tokenTo(app: TestApp, email: string): Promise<string> {
  const [message] = await mailTo(app, email);
  const [, token] = new RegExp(`^${ADDRESS}/verify\\?token=([\\w-]+)(?:&new=1)?$`, 'm').exec(message?.text ?? '') ?? [];
  if (token === undefined) throw new Error(`Expected a link, got ${message?.text}`);
  return token;
}

/** Every way in which an application finds a picture by an address, as requests. */
export const readsBy = (email: string) => [
  ...['md5', 'sha256'].flatMap((algorithm) => {
    const hash = hashOf(algorithm, email);
    return [
      `/avatar/${hash}?d=404`,
      `/avatar/${hash}.png?d=404`,
      `/avatar/${hash.toUpperCase()}?d=404`,
      `/avatar?gravatar_id=${hash}&d=404`,
    ];
  }),
  `/avatar/${email}`,
  `/avatar/${email}/medium`,
  `/api/v1/users/${email}`,
];

/** Which of these requests find a person. */
export async function found(app: TestApp, email: string): Promise<string[]> {
  const asked = readsBy(email).map(async (path) => {
    const response = await app.ask('GET', path, { headers: app.admin().basic });
    // Zulip's look-up redirects for unknown addresses too, to a generated picture.
    const isTheirs = response.status === 302 ? response.headers.get('location')?.includes('/user_avatars/') : response.status === 200;
    return isTheirs ? [path] : [];
  });
  return (await Promise.all(asked)).flat();
}
