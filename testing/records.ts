import { randomBytes } from 'node:crypto';
import type { AdministrationRecords } from '@/lib/accounts/administration/ports';
import type { AccountRecords } from '@/lib/accounts/ports';
import type { AuditRecords } from '@/lib/audit/ports';
import type { ErasureRecords } from '@/lib/avatars/erasure/ports';
import type { AvatarRecords, NewAvatar } from '@/lib/avatars/ports';
import type { MessageRecords } from '@/lib/mail/ports';

/** Every records port of the application. */
export type Records = AvatarRecords & AccountRecords & AdministrationRecords & AuditRecords & ErasureRecords & MessageRecords;

export const hex = (bytes = 20) => randomBytes(bytes).toString('hex');

/** Creates a person who shares nothing with other tests. */
export async function newPerson(records: Records): Promise<{ id: number; email: string; generatedKey: string }> {
  const generatedKey = hex();
  const email = `${hex(8)}@example.org`;
  const { id } = await records.createPerson({ email, name: 'Ada', passwordHash: 'a hash', generatedKey });
  return { id, email, generatedKey };
}

/** The record of an upload, as the core writes it. */
export function newAvatar(fields: Partial<NewAvatar> = {}): NewAvatar {
  return {
    key: hex(),
    originalKey: hex(),
    fileName: 'me.jpg',
    sourceSha256: hex(32),
    sourceBytes: 1234,
    format: 'jpeg',
    width: 600,
    height: 400,
    frames: 1,
    crop: { x: 100, y: 0, width: 400, height: 400, rotate: 7 },
    framed: true,
    alt: 'Ada, smiling',
    thumbhash: 'AAAA',
    color: '#102030',
    background: '#ffffff',
    stillFrame: 0,
    via: 'browser',
    animation: 'none',
    animationDropped: null,
    ...fields,
  };
}
