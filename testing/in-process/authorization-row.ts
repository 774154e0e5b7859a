import type { Vocabulary, Way, World } from './authorization';
import type { Wire } from './wire';

export interface Attempt {
  by: string;
  /** The row's own unless given. */
  path?: string;
  headers?: Record<string, string>;
  body?: BodyInit;
  /** Unless given, any status below 500: the call concerns another person. */
  words?: Wire;
}

/** A call that changes something, and attempts of other people with it. */
export interface Row {
  route: string;
  /** With the victim in it, if the address names a person. */
  paths?: (world: World) => string[];
  body?: () => Promise<BodyInit> | BodyInit;
  api?: 'native' | 'zulip' | 'ulule';
  vocabulary?: Vocabulary;
  /** Credentials for which this call has other words; null: they suffice for it. */
  except?: { [W in Way]?: Wire | null };
  attempts?: (world: World) => Attempt[];
}

/** For addresses that name no person: the victim in the query makes no difference. */
export const withTheirId = (row: { authorize: (world: World) => Record<string, string> }) => (world: World) => {
  const { victim } = world;
  const query = new URLSearchParams({ id: String(victim.id), user_id: String(victim.id), userId: String(victim.id), email: victim.email });
  return [{ by: 'the attacker, with the victim in the query', path: `?${query}`, headers: row.authorize(world) }];
};

export const fromOurPages = { authorize: ({ attacker }: World) => attacker.session };
