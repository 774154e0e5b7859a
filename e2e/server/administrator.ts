import { expect } from '@playwright/test';
import { openAccount, type TestPerson } from '../client/people';
import type { Server } from './server';

/** The setup link that the server has printed. With several servers on one database, that of the last one to start is valid. */
export async function setupLink(server: Server): Promise<URL> {
  const links = () => server.output().match(/http\S+\/setup\?code=[\w-]{22}/g) ?? [];
  await expect.poll(links).not.toEqual([]);
  return new URL(links().at(-1) ?? '');
}

/** Administrators by the data folder of their installation: tests share servers, and a setup link works once. */
const administrators = new Map<string, Promise<TestPerson>>();

/** The administrator of an installation, created by the first test that asks. @param server the one that has printed the valid link */
export function openAdministrator(server: Server): Promise<TestPerson> {
  const opened = administrators.get(server.dataDir) ?? create(server);
  administrators.set(server.dataDir, opened);
  return opened;
}

async function create(server: Server): Promise<TestPerson> {
  const code = (await setupLink(server)).searchParams.get('code') ?? '';
  return openAccount(server.baseURL, 'Ada Lovelace', {}, code);
}
