import { MAX_ROW_LENGTH } from './limits';
import { COLUMNS, type Column, type PersonRow, personRow, type RawRow } from './person-row';
import { problemOf } from './problems';

/** Reads people from JSON lines. Empty lines count as rows and have no result. */
export async function* readJsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<PersonRow> {
  let row = 0;
  for await (const line of lines(chunks)) {
    row += 1;
    if (line === null) yield personRow({ row, ...problemOf('line_too_long', { limit: MAX_ROW_LENGTH }) });
    else if (line.trim() !== '') yield personRow(rowOf(row, line));
  }
}

function rowOf(row: number, line: string): RawRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { row, ...problemOf('no_json_object') };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { row, ...problemOf('no_json_object') };
  const members = Object.entries(value).filter(([name]) => COLUMNS.includes(name as Column));
  return { row, fields: Object.fromEntries(members) };
}

/** Yields null for a line that is too long, which is not held in memory. */
async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | null> {
  // Removes a byte order mark.
  const decoder = new TextDecoder();
  let [held, isTooLong] = ['', false];
  const take = (piece: string) => {
    isTooLong ||= held.length + piece.length > MAX_ROW_LENGTH;
    held = isTooLong ? '' : held + piece;
  };
  for await (const chunk of chunks) {
    const pieces = decoder.decode(chunk, { stream: true }).split('\n');
    for (const [at, piece] of pieces.entries()) {
      take(piece);
      if (at === pieces.length - 1) break;
      yield isTooLong ? null : held;
      [held, isTooLong] = ['', false];
    }
  }
  take(decoder.decode());
  if (isTooLong || held !== '') yield isTooLong ? null : held;
}
