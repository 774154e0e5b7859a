import { photo, plain } from './pictures';
import type { Records } from './records';
import { type World, world } from './world';

/** Worlds to begin tests of Gravatar with. */
export function gravatarWorlds(records: () => Records) {
  /** A world with a picture of the person's own. */
  async function ownWorld(): Promise<World> {
    const it = await world(records());
    await it.avatars.replace(it.change, { bytes: await plain(60, 40, [200, 0, 0]) });
    await it.avatars.settled();
    return it;
  }

  /** A world in which the copy of a picture is shown. */
  async function copiedWorld(): Promise<World> {
    const it = await ownWorld();
    it.gravatar.answer = { kind: 'picture', bytes: await photo(300, 200) };
    await it.avatars.followGravatar(it.change);
    await it.avatars.settled();
    return it;
  }

  return { ownWorld, copiedWorld };
}
