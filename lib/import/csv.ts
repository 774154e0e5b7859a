import { finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { MAX_ROW_LENGTH } from './limits';
import { COLUMNS, type Column, type PersonRow, personRow, type RawRow } from './person-row';
import { type Problem, problemOf } from './problems';

/** Spreadsheets of many countries separate columns by semicolons. */
const DELIMITERS = [',', ';', '\t'];

/** Most characters before the first line break; a header has fewer. */
const MAX_HEADER_LENGTH = 4096;

/**
 * Reads people from CSV with a header row, in any order of columns. Other columns are ignored.
 * After a row that cannot be parsed the rest is not read, and the last result says so.
 */
export async function* readCsv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<PersonRow> {
  let [row, header]: [number, (Column | undefined)[] | null] = [0, null];
  for await (const cells of records(chunks)) {
    row += 1;
    if (!Array.isArray(cells)) yield { row, email: null, ...malformed(cells) };
    else if (header) yield personRow(rowOf(row, header, cells));
    else {
      header = headerOf(cells);
      if (header.includes('email')) continue;
      return yield { row, email: null, ...problemOf('no_email_column') };
    }
  }
  if (row === 0) yield { row: 1, email: null, ...problemOf('empty_file') };
}

/** Yields every record before a malformed one, then its error. The stream of csv-parse would drop those that are not read yet. */
async function* records(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[] | CsvError> {
  const { delimiter, input } = await withDelimiter(chunks);
  const parsed: string[][] = [];
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_LENGTH,
    on_record(record: string[]) {
      parsed.push(record);
      return null;
    },
  });
  // Errors are returned by each step. Nothing is left to be read, and without this the stream would not end.
  parser.on('error', () => {}).resume();
  const steps = async function* () {
    for await (const chunk of input) yield await new Promise<unknown>((resolve) => parser.write(chunk, resolve));
    yield await finished(parser.end()).then(
      () => null,
      (error: unknown) => error,
    );
  };
  try {
    for await (const error of steps()) {
      yield* parsed.splice(0);
      if (error instanceof CsvError) return yield error;
      if (error) throw error;
    }
  } finally {
    parser.destroy();
  }
}

function headerOf(cells: readonly string[]): (Column | undefined)[] {
  return cells.map((cell) => COLUMNS.find((column) => column === cell.trim().toLowerCase()));
}

function rowOf(row: number, header: readonly (Column | undefined)[], cells: readonly string[]): RawRow {
  const [expected, got] = [header.length, cells.length];
  if (got !== expected) return { row, ...problemOf(got > expected ? 'too_many_columns' : 'too_few_columns', { expected, got }) };
  const fields: Partial<Record<Column, string>> = {};
  for (const [at, column] of header.entries()) if (column) fields[column] = cells[at] ?? '';
  return { row, fields };
}

function malformed({ code }: CsvError): Problem {
  if (code === 'CSV_MAX_RECORD_SIZE') return problemOf('csv_row_too_long', { limit: MAX_ROW_LENGTH });
  return problemOf(code === 'CSV_QUOTE_NOT_CLOSED' ? 'csv_open_quote' : 'csv_inner_quote');
}

/** Finds the separator in the header, and passes all bytes on. */
async function withDelimiter(chunks: AsyncIterable<Uint8Array>): Promise<{ delimiter: string; input: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let start = '';
  while (start.length < MAX_HEADER_LENGTH && !/[\r\n]/.test(withoutEmptyLines(start))) {
    const { done, value } = await iterator.next();
    if (done) break;
    read.push(value);
    start += Buffer.from(value).toString('latin1');
  }
  const [line = ''] = withoutEmptyLines(start).split(/[\r\n]/);
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
  return { delimiter, input: resumed(read, iterator) };
}

/** The byte order mark is decoded as Latin-1. */
const withoutEmptyLines = (start: string) => start.replace(/^(?:\u00EF\u00BB\u00BF)?\s+/, '');

async function* resumed(read: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* read;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
