import type { RequestBody } from '../body/body';

/**
 * Reads a refused body to its end: browsers that are still sending take an early redirect for a broken connection, and show an error of their
 * own. Nothing of it is kept.
 *
 * @param mostBytes browsers that send more do get that error
 */
export async function discardBody(request: Request, body: RequestBody, mostBytes: number): Promise<void> {
  if (request.body === null || request.body.locked || (body.announcedBytes ?? 0) > mostBytes) return;
  const { chunks, reservation } = body.stream();
  reservation.close();
  let received = 0;
  for await (const { byteLength } of chunks) {
    received += byteLength;
    if (received > mostBytes) return;
  }
}
