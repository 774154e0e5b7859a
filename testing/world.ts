import type { Principal } from '@/lib/accounts/ports';
import type { AvatarRecords, AvatarState } from '@/lib/avatars/ports';
import type { RenditionName } from '@/lib/imaging/types';
import { type Core, type CoreOptions, createCore } from './core';
import { newPerson, type Records } from './records';

export function principal(userId: number, fields: Partial<Principal> = {}): Principal {
  return { userId, role: 'member', via: 'session', scopes: ['avatar:read', 'avatar:write'], ...fields };
}

/** A core with one person. */
export interface World extends Core {
  userId: number;
  generatedKey: string;
  /** Authorizes changes of the person's own picture. */
  change: { principal: Principal; userId: number };
  state(): Promise<AvatarState>;
  /** The bytes of a served picture. @throws Error unless this exact rendition exists */
  served(name: Partial<RenditionName>): Promise<Uint8Array>;
}

/** A core over shared records, with a storage of its own and a person who has no picture. */
export async function world(records: Records, replaced: Partial<AvatarRecords> = {}, options: CoreOptions = {}): Promise<World> {
  const core = createCore({ ...records, ...replaced }, options);
  const { id: userId, generatedKey } = await newPerson(records);
  const state = () => core.avatars.stateOf(userId);
  return Object.assign(core, {
    userId,
    generatedKey,
    change: { principal: principal(userId), userId },
    state,
    async served(name: Partial<RenditionName>) {
      const { avatar } = await state();
      const whole: RenditionName = { key: avatar?.key ?? generatedKey, size: 128, format: 'webp', ...name };
      const delivery = await core.avatars.rendition(whole);
      if (delivery.kind !== 'found') throw new Error(`${whole.key}/${whole.size}.${whole.format} is ${delivery.kind}`);
      return delivery.bytes;
    },
  });
}
