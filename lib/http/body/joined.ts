/** Most bytes that are joined: a chunk of one byte takes some hundred bytes of memory, and the time of a chunk. */
const BLOCK_BYTES = 4096;

/** The same bytes with small chunks joined, of which a slow sender could send millions. The last ones wait for the end. */
export async function* joined(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const block = new Uint8Array(BLOCK_BYTES);
  let used = 0;
  for await (const chunk of chunks) {
    if (used + chunk.byteLength > BLOCK_BYTES && used > 0) {
      yield block.slice(0, used);
      used = 0;
    }
    if (chunk.byteLength > BLOCK_BYTES) yield chunk;
    else {
      block.set(chunk, used);
      used += chunk.byteLength;
    }
  }
  if (used > 0) yield block.slice(0, used);
}
