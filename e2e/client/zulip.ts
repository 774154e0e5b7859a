import type { TestPerson } from './people';

export { basicOf, error, multipart, PICTURE_PATH, whole } from '@/testing/zulip';

/** What a Zulip client sends to prove who it is. */
export function basic({ email, key }: Pick<TestPerson, 'email' | 'key'>): { Authorization: string } {
  return { Authorization: `Basic ${Buffer.from(`${email}:${key}`).toString('base64')}` };
}
