import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { type Color, plain } from '../pictures/one-colour';
import { openAccount, type TestPerson } from './people';
import { UPLOADS } from './uploads';
import { basic } from './zulip';

/** Time after which another process must show a change, in milliseconds. It takes a few; tests share their machine with others. */
const LATE_MS = 1_000;

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The picture of a person: the key in addresses and ETags, and the colour; null for the generated avatar. */
interface Shown {
  key: string;
  color: Color | null;
}

interface Owner extends TestPerson {
  hashid: string;
}

/** A change that one process acknowledged. */
interface Change {
  api: string;
  /** The new colour; null for the generated avatar, undefined if it stays. */
  color: Color | null | undefined;
}

type Write = (baseURL: string, owner: Owner, color: Color) => Promise<Change>;

function requireStatus(api: string, { status }: Response, accepted: readonly number[]): void {
  if (!accepted.includes(status)) throw new Error(`${api} answered ${status}, expected ${accepted.join(' or ')}`);
}

/** Changes through each API that can. They resolve when the change is acknowledged. */
const WRITES: readonly Write[] = [
  ...UPLOADS.map(
    ({ api, send }): Write =>
      async (baseURL, owner, color) => {
        requireStatus(api, await send(baseURL, owner, await plain('png', color, 220)), [200]);
        return { api, color };
      },
  ),
  async (baseURL, { auth }) => {
    const [api, crop] = ['PATCH /api/me/avatar', { x: 1, y: 1, width: 210, height: 210 }];
    const init = { method: 'PATCH', headers: { ...auth, 'Content-Type': 'application/json' }, body: JSON.stringify({ crop }) };
    requireStatus(api, await fetch(`${baseURL}/api/me/avatar`, init), [200, 404]);
    return { api, color: undefined };
  },
  ...['/api/me/avatar', '/api/v1/users/me/avatar'].map(
    (path): Write =>
      async (baseURL, owner) => {
        const headers = path.includes('v1') ? basic(owner) : owner.auth;
        requireStatus(`DELETE ${path}`, await fetch(baseURL + path, { method: 'DELETE', headers }), [200, 204]);
        return { api: `DELETE ${path}`, color: null };
      },
  ),
];

async function ownState(baseURL: string, { auth }: TestPerson): Promise<{ key: string; id: number | null }> {
  return (await fetch(`${baseURL}/api/me/avatar`, { headers: auth })).json();
}

/** An answer, and when it was asked for. */
interface Answer {
  path: string;
  asked: number;
  /** Names the picture: an ETag, or the URL in JSON. undefined: only the colour identifies it. */
  name?: string | null;
  /** null: there is no picture. */
  color?: number[] | null;
}

/** Reads all addresses of a process that stay the same when the picture changes, one after another. */
async function readAll(baseURL: string, { id, email, hashid }: Owner): Promise<Answer[]> {
  const answers: Answer[] = [];
  const read = async (path: string, present: (response: Response) => Promise<Omit<Answer, 'path' | 'asked'>>) => {
    const asked = performance.now();
    answers.push({ path, asked, ...(await present(await fetch(baseURL + path))) });
  };
  for (const path of [`/u/${id}/avatar?s=64`, `/avatar/${md5(email)}?s=40`, `/avatar/${sha256(email)}.png?s=40`]) {
    await read(path, async (response) => {
      await response.arrayBuffer();
      return { name: response.headers.get('etag') };
    });
  }
  await read(`/api/users/${id}/avatar`, async (response) => ({ name: (await response.json()).url }));
  await read(`/user/avatar/${hashid}`, async (response) => {
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.status === 404) return { color: null };
    return { color: [...(await sharp(bytes).resize(1, 1).removeAlpha().raw().toBuffer())] };
  });
  return answers;
}

/** Largest difference of a channel to that of the upload. */
const CODED = 6;

function isShown({ name, color }: Answer, { key, color: expected }: Shown): boolean {
  if (name !== undefined) return name?.includes(key) ?? false;
  if (!color || !expected) return color === null && expected === null;
  return expected.every((channel, at) => Math.abs(channel - (color[at] ?? Number.NaN)) <= CODED);
}

/**
 * Changes the picture of a new person through every API and at both processes. After each change reads every address of both at once: the
 * process that acknowledged it may show nothing old.
 * @returns milliseconds after each change at which the other process was last asked for a picture and showed an old one; 0 if it never did
 * @throws Error if the same process shows an old picture, or the other one does for longer than {@link LATE_MS}
 */
export async function followChanges(processes: readonly [string, string], changes: number): Promise<number[]> {
  const [one, other] = processes;
  const person = await openAccount(one);
  const { data } = await (await fetch(`${one}/user/me`, { headers: person.auth })).json();
  const owner: Owner = { ...person, hashid: data.id };
  const { key: generatedKey } = await ownState(one, owner);
  const ages: number[] = [];
  let shown: Color | null = null;
  for (let change = 0; change < changes; change += 1) {
    const write = WRITES[(change * 7) % WRITES.length] as Write;
    const [here, there] = change % 3 === 0 ? [other, one] : [one, other];
    const { api, color } = await write(here, owner, [(change * 53) % 256, (change * 101) % 256, (change * 29) % 256]);
    const acknowledged = performance.now();
    if (color !== undefined) shown = color;
    const [state, ours, first] = await Promise.all([ownState(here, owner), readAll(here, owner), readAll(there, owner)]);
    const { key, id } = state;
    if ((id === null) !== (key === generatedKey)) throw new Error(`${change}: ${api} left the picture ${id} with the key ${key}`);
    const isOld = (answer: Answer) => !isShown(answer, { key, color: shown });
    const old = ours.filter(isOld).map(({ path }) => path);
    if (old.length > 0) throw new Error(`${change}: after ${api}, the same process shows an old picture at ${old.join(', ')}`);
    let age = 0;
    for (let answers = first.filter(isOld); answers.length > 0; answers = (await readAll(there, owner)).filter(isOld)) {
      age = Math.max(...answers.map(({ asked }) => asked)) - acknowledged;
      const paths = answers.map(({ path }) => path).join(', ');
      if (age > LATE_MS)
        throw new Error(`${change}: ${age.toFixed(0)} ms after ${api}, the other process shows an old picture at ${paths}`);
    }
    for (const process of processes) {
      const { status } = await fetch(`${process}/media/${key}/64.webp`);
      if (status !== 200) throw new Error(`${change}: after ${api}, /media answered ${status}`);
    }
    ages.push(age);
  }
  return ages;
}
