import { expect } from 'vitest';
import { headersOf } from '@/lib/avatars/paths';
import type { Avatar } from '@/lib/avatars/ports';
import { newKey } from '@/lib/avatars/record';
import { sharp } from '@/lib/imaging/sharp';
import { createTestApp, type TestApp, type TestPerson } from '../app';
import { pixelAt, pixels } from '../pictures';
import { ADDRESS } from '../requests';
import { keysBelow } from '../storage';

export type Colour = readonly [red: number, green: number, blue: number];
export type Bytes = Uint8Array<ArrayBuffer>;

/** The colour of {@link oldPicture}. */
export const OLD_COLOUR: Colour = [200, 30, 90];

const encoded = new Map<string, Promise<Bytes>>();

/** A picture of one colour, small enough that its renditions take milliseconds. */
export function tiny(format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff', colour: Colour, side = 8): Promise<Bytes> {
  const name = `${format} ${colour} ${side}`;
  const bytes = encoded.get(name) ?? encode(format, colour, side);
  encoded.set(name, bytes);
  return bytes;
}

async function encode(format: Parameters<typeof tiny>[0], [r, g, b]: Colour, side: number): Promise<Bytes> {
  const image = sharp({ create: { width: side, height: side, channels: 3, background: { r, g, b } } });
  return new Uint8Array(await image.toFormat(format).toBuffer());
}

/** Two halves side by side, each a square of this side. */
export async function halves(left: Colour, right: Colour, side: number): Promise<Bytes> {
  const row = [...Array(side).fill(left), ...Array(side).fill(right)].flat();
  const data = Buffer.from(Array(side).fill(row).flat());
  const png = sharp(data, { raw: { width: 2 * side, height: side, channels: 3 } }).png();
  return new Uint8Array(await png.toBuffer());
}

/** The PNG of a person who has a picture already. */
export const oldPicture = () => tiny('png', OLD_COLOUR);

/** A PNG followed by zeros up to this length. Decoders stop at its end. */
export async function padded(bytes: number, colour: Colour): Promise<Bytes> {
  const file = new Uint8Array(bytes);
  file.set(await tiny('png', colour));
  return file;
}

/** The path of an address of the app. */
export const pathOf = (url: string) => url.replace(ADDRESS, '');

async function bytesAt(app: TestApp, address: string): Promise<Buffer> {
  const response = await app.ask('GET', pathOf(address));
  expect([address, response.status]).toEqual([address, 200]);
  return Buffer.from(await response.arrayBuffer());
}

const middles = new Map<string, Promise<number[]>>();

/** The channels in the middle of a picture. Equal pictures are decoded once. */
function middleOf(bytes: Buffer): Promise<number[]> {
  const name = bytes.toString('base64');
  const middle = middles.get(name) ?? decodeMiddle(bytes);
  middles.set(name, middle);
  return middle;
}

async function decodeMiddle(bytes: Buffer): Promise<number[]> {
  const raster = await pixels(bytes);
  return pixelAt(raster, Math.floor(raster.width / 2), Math.floor(raster.height / 2));
}

/** The picture at this address has this colour in the middle, give or take what encoders do to it. */
export async function expectColour(app: TestApp, address: string, colour: Colour): Promise<void> {
  const found = await middleOf(await bytesAt(app, address));
  const distance = Math.max(...colour.map((channel, at) => Math.abs(channel - (found[at] ?? 0))));
  expect(distance, `${address} is rgb(${found}), expected rgb(${colour})`).toBeLessThanOrEqual(6);
}

/** Pictures of owners, as they are served before anything happens to them. */
const served = new WeakMap<TestPerson, string[]>();

/** A version with {@link oldPicture} and its stored objects, whose paths have its keys. */
interface SavedVersion {
  avatar: Avatar;
  objects: { path: string; bytes: Bytes }[];
}

let oldVersion: Promise<SavedVersion> | undefined;

/** Opens an account with {@link oldPicture} as its picture, which is version 2 of the person. Only the first one is uploaded and encoded. */
export async function openOwner(app: TestApp): Promise<TestPerson> {
  const owner = await app.open();
  oldVersion ??= uploadOldPicture();
  await copyVersion(app, owner, await oldVersion);
  served.set(owner, await pictureOf(app, owner));
  return owner;
}

/** Uploads to an app of its own, whose storage works. */
async function uploadOldPicture(): Promise<SavedVersion> {
  const app = await createTestApp();
  const { id, auth } = await app.open();
  const response = await app.ask('PUT', '/api/me/avatar', { headers: auth, body: await oldPicture() });
  expect(response.status).toBe(200);
  const { avatar } = await app.avatars.stateOf(id);
  if (!avatar) throw new Error('Expected the upload to be the picture');
  // Made on request: the sizes that pictureOf() reads.
  await pictureOf(app, { id, auth });
  await app.avatars.settled();
  const paths = await keysBelow(app.storage);
  return { avatar, objects: await Promise.all(paths.map(async (path) => ({ path, bytes: await objectAt(app, path) }))) };
}

async function objectAt(app: TestApp, path: string): Promise<Bytes> {
  return (await app.storage.get(path)) ?? expect.unreachable(`No object at ${path}`);
}

/** Makes a version of another person, even in another app, the current one of this person. */
async function copyVersion(app: TestApp, person: TestPerson, { avatar, objects }: SavedVersion): Promise<void> {
  const { id: _id, userId: _userId, createdAt: _createdAt, removedAt: _removedAt, ...version } = avatar;
  const [key, originalKey] = [newKey(), newKey()];
  for (const { path, bytes } of objects) {
    const copy = path.replace(avatar.key, key).replace(avatar.originalKey, originalKey);
    await app.storage.put(copy, bytes, headersOf(copy));
  }
  await app.records.save(person.id, { ...version, key, originalKey });
}

/** The picture at three addresses, with its version. */
async function pictureOf(app: TestApp, owner: Pick<TestPerson, 'id' | 'auth'>): Promise<string[]> {
  const response = await app.ask('GET', '/api/me/avatar', { headers: owner.auth });
  const { source, url, versions } = await response.json();
  const addresses = [url, versions['64'].url, `/u/${owner.id}/avatar?s=100`];
  const files = await Promise.all(addresses.map((address) => bytesAt(app, address)));
  return [String(response.headers.get('etag')), source, ...files.map((file) => file.toString('base64'))];
}

/** Nothing happened to the picture of an owner: the version is the same, and so are the bytes at every address. */
export async function expectOldPicture(app: TestApp, owner: TestPerson): Promise<void> {
  const now = await pictureOf(app, owner);
  expect(now.slice(0, 2)).toEqual([`"a${owner.id}v2"`, 'upload']);
  expect(now).toEqual(served.get(owner));
}

/** This person's picture has one colour. */
export async function expectPicture(app: TestApp, { id }: TestPerson, colour: Colour): Promise<void> {
  await expectColour(app, `/u/${id}/avatar?s=64`, colour);
}

/** Runs, then expects the person's picture and all stored objects to be as before. */
export async function expectNoChange<T>(app: TestApp, { id }: TestPerson, run: () => Promise<T>): Promise<T> {
  const contents = async () => ({ state: await app.avatars.stateOf(id), stored: await keysBelow(app.storage) });
  const before = await contents();
  const result = await run();
  expect(await contents()).toEqual(before);
  return result;
}
