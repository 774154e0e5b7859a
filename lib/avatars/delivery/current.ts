import { AvatarError } from '@/lib/errors';
import type { AvatarState } from '../ports';

/** How often the state is read for one response. Each retry means that the picture was replaced since the read before. */
const ATTEMPTS = 3;

/** In seconds. */
const RETRY_AFTER = 1;

export interface Current {
  /**
   * Makes a response from the state of a person. A picture may be replaced between reading the state and reading the picture: `show` then
   * returns undefined and is called again with the new state.
   *
   * @throws AvatarError not_found; busy if the picture is replaced each time
   */
  current<T>(userId: number, show: (state: AvatarState) => Promise<T | undefined>): Promise<T>;
  /** The same for a state that is read in another way. @throws AvatarError busy */
  showing<S, T>(read: () => Promise<S>, show: (state: S) => Promise<T | undefined>): Promise<T>;
}

export function createCurrent(stateOf: (userId: number) => Promise<AvatarState>): Current {
  const showing: Current['showing'] = async (read, show) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const shown = await show(await read());
      if (shown !== undefined) return shown;
    }
    throw new AvatarError('busy', 'The picture is being changed. Try again in 1 second.', { retryAfterSeconds: RETRY_AFTER });
  };
  return { showing, current: (userId, show) => showing(() => stateOf(userId), show) };
}
