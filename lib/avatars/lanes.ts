import { withCompleteEnd } from './complete';
import type { Source } from './decode';
import { AvatarError } from './errors';
import { createGate, type Gate, type Load } from './gate';
import { readable } from './heic';
import { loadOf } from './load';
import type { HeicDecoder } from './ports';
import { withStatedColours } from './stated-colours';

/** Where pictures are decoded, and who waits for whom. */
export interface Lanes {
  /**
   * Runs a task on a picture when there is room for what it takes.
   *
   * @param task gets bytes that libvips reads, and is done with them when it ends
   * @param cropSide of the square that it cuts out, in pixels
   * @param also what it takes beside that
   * @throws AvatarError busy, heic_unsupported, and what {@link HeicDecoder} throws
   */
  run<T>(source: Source, task: (readable: Uint8Array<ArrayBufferLike>) => Promise<T>, cropSide?: number, also?: Load): Promise<T>;
}

const NOTHING: Load = { bytes: 0, seconds: 0 };

/**
 * HEIC has a lane of its own, one picture wide, for decoding and what comes after it: so nobody else waits for its slow decoder, no HEIC
 * waits twice, and the pixels of one at most are in memory.
 *
 * @param gate of all others
 * @param decode null: HEIC is switched off
 */
export function createLanes(gate: Gate, decode: HeicDecoder | null): Lanes {
  const heicGate = createGate({ tasks: 1 });
  return {
    async run(source, task, cropSide, also = NOTHING) {
      const decoding = loadOf(source, cropSide);
      const load = { bytes: decoding.bytes + also.bytes, seconds: decoding.seconds + also.seconds };
      if (source.format !== 'heic') return gate.run(load, async () => task(withStatedColours(await withCompleteEnd(source.bytes))));
      if (!decode) throw new AvatarError('heic_unsupported', 'This is a HEIC picture, and HEIC is disabled on this server.');
      return heicGate.run(load, async () => task(await readable(withStatedColours(source.bytes), decode)));
    },
  };
}
