import type { TestPerson } from './people';

export { basicOf, error, multipart, PICTURE_PATH, whole } from '@/testing/zulip';

/** Credentials of a Zulip client. */
export function basic({ email, key }: Pick<TestPerson, 'email' | 'key'>): { Authorization: string } {
  return { Authorization: `Basic ${Buffer.from(`${email}:${key}`).toString('base64')}` };
}
