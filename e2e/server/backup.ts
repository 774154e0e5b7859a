import { execFile } from 'node:child_process';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { openAccount, type TestPerson } from '../client/people';
import { json, READ_PATHS } from '../client/read-paths';
import { native, UPLOADS } from '../client/uploads';
import { picture, quartersOf } from '../pictures/quarters';
import { discard, type Server, startServer, temporaryFolder } from './server';

/** Runs `npm run backup` or `npm run restore`. @returns its output @throws Error with the output if it fails */
export async function runScript(name: 'backup' | 'restore', argument: string, env: Record<string, string>): Promise<string> {
  const command = ['scripts/ts.mjs', `scripts/${name}.ts`, argument];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { env: { ...process.env, SECRET: '', ...env } });
  return stdout + stderr;
}

/** One person for each API, with a picture that it saved. */
async function populate({ baseURL }: Server): Promise<TestPerson[]> {
  const people: TestPerson[] = [];
  for (const [index, { api, send }] of UPLOADS.entries()) {
    const person = await openAccount(baseURL, `Person of ${api}`.replaceAll(/[^A-Za-z ]/g, ''));
    // Ulule's PATCH needs an earlier picture.
    expect((await native.send(baseURL, person, await picture(quartersOf(index)))).ok).toBe(true);
    expect((await send(baseURL, person, await picture(quartersOf(index + 1)))).ok, api).toBe(true);
    people.push(person);
  }
  return people;
}

/** The bytes of everything that the server shows of these people, by address. */
async function shownBy({ baseURL }: Server, people: TestPerson[]): Promise<Map<string, string>> {
  const shown = new Map<string, string>();
  const add = async (name: string, url: string, headers: Record<string, string> = {}) => {
    const response = await fetch(url, { headers });
    expect(response.status, url).toBe(200);
    shown.set(`${name} ${url.replace(baseURL, '')}`, Buffer.from(await response.arrayBuffer()).toString('base64'));
  };
  for (const person of people) {
    for (const { api, address } of READ_PATHS) await add(api, await address(baseURL, person));
    for (const { url } of Object.values((await json(`${baseURL}/api/users/${person.id}/avatar`)).versions)) await add('version', url);
    await add('original', `${baseURL}/api/me/avatar/original`, person.auth);
    const versions = await json<{ id: number }[]>(`${baseURL}/api/me/avatars`, person.auth);
    shown.set(`versions of ${person.id}`, JSON.stringify(versions).replaceAll(baseURL, ''));
  }
  return shown;
}

/**
 * Backs a running server up, restores onto an empty machine with another port, and compares every picture byte by byte. The new server
 * makes the renditions again.
 *
 * @param databases settings of the old and the new installation
 */
export async function backUpAndRestore(databases: [old: Record<string, string>, restored: Record<string, string>]): Promise<void> {
  const [old, restored] = databases;
  const [folder, dataDir] = [await temporaryFolder(), await temporaryFolder()];
  const server = await startServer(old);
  try {
    const people = await populate(server);
    const before = await shownBy(server, people);
    expect(before.size).toBeGreaterThan(100);
    const output = await runScript('backup', folder, { ...old, DATA_DIR: server.dataDir });
    const [name = '', ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect(name).toMatch(/^likeness-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.tar$/);
    expect(output).toMatch(new RegExp(`${name}: \\d+ rows, 10 pictures\\.`));
    const file = join(folder, name);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await runScript('restore', file, { ...restored, DATA_DIR: dataDir })).toMatch(/: \d+ rows, 10 pictures\. Start the server\./);
    const again = runScript('restore', file, { ...restored, DATA_DIR: dataDir });
    await expect(again).rejects.toThrow(`Expected an empty installation, found ${join(dataDir, 'secret')}. Nothing was written.`);
    const other = await startServer({ ...restored, DATA_DIR: dataDir });
    try {
      const after = await shownBy(other, people);
      expect([...after.keys()]).toEqual([...before.keys()]);
      for (const [address, bytes] of before) expect(after.get(address), address).toBe(bytes);
      const [first] = people;
      if (!first) throw new Error('No people');
      // The new server gives no id again and accepts changes.
      expect((await openAccount(other.baseURL)).id).toBeGreaterThan(people.at(-1)?.id ?? 0);
    } finally {
      await discard(other);
    }
  } finally {
    await discard(server);
    await rm(folder, { recursive: true, force: true });
  }
}
