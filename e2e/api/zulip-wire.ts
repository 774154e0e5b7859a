import type { TestPerson } from '../people';
import type { Server } from '../server';

/** What a Zulip client sends to prove who it is. */
export function basic({ email, key }: Pick<TestPerson, 'email' | 'key'>): { Authorization: string } {
  return { Authorization: `Basic ${Buffer.from(`${email}:${key}`).toString('base64')}` };
}

/** Whatever this text is in Basic, right or wrong. */
export const basicOf = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });

export const error = (msg: string, code: string) => ({ result: 'error', msg, code });

/** A whole answer, as tests compare it: Zulip's bodies end with a newline, which JSON parsers do not see. */
export async function whole(response: Response): Promise<{ status: number; body: unknown }> {
  const text = await response.text();
  if (!text.endsWith('}\n')) throw new Error(`Expected JSON and a newline, got ${JSON.stringify(text.slice(0, 200))}`);
  return { status: response.status, body: JSON.parse(text) };
}

/** A part of a form as clients write it that send no type, or another one than the browser's. */
export interface Part {
  name: string;
  fileName?: string;
  type?: string;
  content: Uint8Array<ArrayBuffer> | string;
}

/** A form byte for byte, since `FormData` always declares a type. */
export function multipart(...parts: Part[]): { body: Buffer<ArrayBuffer>; headers: { 'Content-Type': string } } {
  const boundary = '0c97e3b1e3c04b3dbf5e2d2a27e4a0c5';
  const chunks = parts.flatMap(({ name, fileName, type, content }) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"`),
    Buffer.from(fileName === undefined ? '' : `; filename="${fileName}"`),
    Buffer.from(type === undefined ? '\r\n\r\n' : `\r\nContent-Type: ${type}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  const body = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
  return { body, headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` } };
}

/** Where a picture of ours is, by the answer that names it. */
export const PICTURE_PATH = /^\/user_avatars\/1\/[0-9a-f]{40}\.png$/;

/** Makes Gravatar this person's source. Nobody is there to be asked, so that they show the generated picture elsewhere. */
export async function useGravatar({ baseURL }: Server, { auth }: Pick<TestPerson, 'auth'>): Promise<void> {
  const response = await fetch(`${baseURL}/user/setting/avatar`, { method: 'PUT', headers: auth });
  if (response.status !== 200) throw new Error(`PUT /user/setting/avatar: ${response.status}`);
}
