import { describe, expect, it } from 'vitest';
import { createBodyBudget } from './body-budget';
import { type Line, readLines } from './lines';

const LIMITS = { limitBytes: 5_000_000, maxLines: 3 };

async function* each(text: string, chunkBytes: number) {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.byteLength; at += chunkBytes) yield bytes.slice(at, at + chunkBytes);
}

async function read(text: string, chunkBytes: number): Promise<string[]> {
  const reservation = createBodyBudget(0).open('a test');
  const lines: string[] = [];
  const textOf = (line: Line) => ('bytes' in line ? new TextDecoder().decode(line.bytes) : line.error.message);
  for await (const line of readLines({ chunks: each(text, chunkBytes), reservation }, LIMITS)) lines.push(`${line.number} ${textOf(line)}`);
  return lines;
}

describe('lines of a body', () => {
  it.each([1, 2, 3, 7, 65_536])('are the same in chunks of %i bytes', async (chunkBytes) => {
    expect(await read('\nAda\nLovelace', chunkBytes)).toEqual(['2 Ada', '3 Lovelace']);
    expect(await read('a\n\nb\n', chunkBytes)).toEqual(['1 a', '3 b']);
    expect(await read('a\n\n\n\n', chunkBytes)).toEqual(['1 a', '4 Expected at most 3 lines.']);
    expect(await read('\n\n\nfour', chunkBytes)).toEqual(['4 Expected at most 3 lines.']);
    const long = 'x'.repeat(5_000);
    expect(await read(`${long}y\nz`, chunkBytes)).toEqual([`1 ${long}y`, '2 z']);
  });
});
