// A server beside a bare one of node:http that sends the same bytes and headers, loaded in turn.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { median } from './figures.mjs';
import { load } from './load.mjs';
import { root } from './server.mjs';

/** JavaScript of handlers is optimized within some thousand requests. */
const WARM_UP_SECONDS = 3;
const SECONDS = 2;
export const ROUNDS = 3;
export const CONNECTIONS = 16;

/** Runs `use` with the address of a bare server that answers every request as the server did. */
export async function withBareServer({ status, headers: answered, body }, use) {
  const bare = fork(join(root, 'bench/bare-server.mjs'));
  try {
    const { connection: _, 'keep-alive': __, date: ___, 'transfer-encoding': ____, ...headers } = answered;
    bare.send({ status, headers, body: body.toString('base64') });
    const [{ port }] = await once(bare, 'message');
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    bare.kill();
  }
}

/**
 * Measures both sides in turn, so that noise of the machine affects both sides of a pair.
 * @param {{ ours: () => Promise<number>, bare: () => Promise<number> }} sides
 * @returns medians of both, and of their ratio
 */
export async function inTurn(rounds, sides) {
  const values = { ours: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) for (const [name, measure] of Object.entries(sides)) values[name].push(await measure());
  const ratio = median(values.ours.map((value, round) => value / values.bare[round]));
  return { ours: median(values.ours), bare: median(values.bare), ratio };
}

/** Loads one address of a server, and a bare server with the answer. */
export function compare(url, answer, { headers, status }) {
  return withBareServer(answer, async (bare) => {
    const options = { headers, status, connections: CONNECTIONS };
    for (const side of [url, bare]) await load(side, { ...options, seconds: WARM_UP_SECONDS });
    const rate = (side) => () => load(side, { ...options, seconds: SECONDS });
    return inTurn(ROUNDS, { ours: rate(url), bare: rate(bare) });
  });
}
