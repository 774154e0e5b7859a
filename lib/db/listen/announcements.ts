import { z } from 'zod';
import type { Event } from '@/lib/events/events';

/** Channel of the triggers in prisma/migrations/20261128174500_announce_changes. */
export const CHANNEL = 'likeness';

const userId = z.int();

const announcement = z.discriminatedUnion('type', [
  z.object({ type: z.literal('picture-changed'), userId, version: z.int() }),
  z.object({ type: z.literal('picture-described'), userId, version: z.int() }),
  z.object({ type: z.literal('account-changed'), userId, hashes: z.array(z.string()).optional() }),
  z.object({ type: z.literal('policy-changed') }),
]);

/** @returns undefined for a payload of a later version of this application, or of another one on the same channel */
export function parseAnnouncement(payload: string): Event | undefined {
  let json: unknown;
  try {
    json = JSON.parse(payload);
  } catch {
    return undefined;
  }
  const { data } = announcement.safeParse(json);
  return data && { ...data, at: new Date(), origin: 'database' };
}
