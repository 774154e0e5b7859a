import { describe, expect, it } from 'vitest';
import { emailProblem } from '@/lib/accounts/email';
import { collect } from '@/testing/collect';
import { readCsv } from './csv';
import { readJsonLines } from './json-lines';
import { type PersonRow, personRow } from './person-row';

/** The bytes in pieces, so that every character and line is cut somewhere. */
async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function rowsOf(read: typeof readCsv, file: string | Uint8Array, size = 3): Promise<PersonRow[]> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  return collect(read(pieces(bytes, size)));
}

const person = (row: number, email: string, name: string, fields = {}) => ({ row, email, name, role: 'member', picture: null, ...fields });
const GRACE = person(2, 'grace@example.org', 'Grace');

const failed = (row: number, email: string | null, code: string, problem: string, params = {}) => ({ row, email, problem, code, params });

describe('a CSV file of people', () => {
  it.each([
    ['lines that end with LF', 'email,name\ngrace@example.org,Grace\n'],
    ['lines that end with CRLF, and none at the end', 'email,name\r\ngrace@example.org,Grace'],
    ['a byte order mark', '\uFEFFemail,name\r\ngrace@example.org,Grace\r\n'],
    ['semicolons', 'email;name\ngrace@example.org;Grace\n'],
    ['tabs', 'email\tname\ngrace@example.org\tGrace\n'],
    ['other columns, in another order', 'id,Name , EMAIL\n7,Grace,grace@example.org\n'],
    ['quoted values', '"email","name"\n"grace@example.org","Grace"\n'],
    ['empty lines before the header', '\uFEFF\r\n\r\nemail;name\r\ngrace@example.org;Grace\r\n'],
    ['empty lines', 'email,name\n\ngrace@example.org,Grace\n\n'],
  ])('may have %s', async (_what, file) => {
    expect(await rowsOf(readCsv, file)).toEqual([GRACE]);
    expect(await rowsOf(readCsv, file, 10_000)).toEqual([GRACE]);
  });

  it('may be UTF-16 as spreadsheets save it', async () => {
    expect(await rowsOf(readCsv, Buffer.from('\uFEFFemail\tname\r\ngrace@example.org\tGrace\r\n', 'utf16le'), 10_000)).toEqual([GRACE]);
  });

  it('has names with line breaks, quotation marks and separators, roles and pictures', async () => {
    const file = 'email,name,role,picture\na@example.org,"Ada ""Countess""\r\nLovelace, King",Admin,faces/ada.jpg\nb@example.org,,,\n';
    expect(await rowsOf(readCsv, file)).toEqual([
      person(2, 'a@example.org', 'Ada "Countess" Lovelace, King', { role: 'admin', picture: 'faces/ada.jpg' }),
      person(3, 'b@example.org', 'b'),
    ]);
  });

  it('has names of a hundred characters at most, also those of long addresses', async () => {
    const email = `${'x'.repeat(150)}@example.org`;
    expect(await rowsOf(readCsv, `email\n${email}\n`)).toEqual([person(2, email, 'x'.repeat(100))]);
  });

  it.each([
    [
      'without the column email',
      'mail,name\nx,y\n',
      1,
      'no_email_column',
      'Expected a header with the column email, and name, role and picture if you have them.',
    ],
    ['that is empty', '', 1, 'empty_file', 'Expected a header with the column email, got an empty file.'],
    [
      'with an open quotation mark',
      'email\n"a@example.org\n',
      2,
      'csv_open_quote',
      'Malformed CSV; the rest of the file was not read. A quotation mark is not closed.',
    ],
    [
      'with one row without an end',
      `email\n"${'x'.repeat(100_000)}`,
      2,
      'csv_row_too_long',
      'Malformed CSV; the rest of the file was not read. Expected at most 16,384 characters in a row.',
    ],
  ])('%s is told of in one row', async (_what, file, row, code, problem) => {
    expect(await rowsOf(readCsv, file, 1000)).toEqual([{ row, email: null, code, problem, params: expect.any(Object) }]);
  });

  it('has failures row by row, and the rows after them', async () => {
    const file = Buffer.from(
      [
        'email,name,role',
        'nothing,Ada,member',
        `${'x'.repeat(250)}@example.org,Ada,member`,
        'a@example.org,Ada,owner',
        `a@example.org,${'n'.repeat(101)},member`,
        'a@example.org,A\u0007da,member',
        'a@example.org,Lovelace, Ada,member',
        'a@example.org,G\u00fcl,member',
        'grace@example.org,Grace,member',
      ].join('\n'),
      'latin1',
    );
    expect(await rowsOf(readCsv, file)).toEqual([
      failed(2, null, 'invalid_email', 'email: Expected an e-mail address such as ada@example.org.'),
      failed(3, null, 'email_too_long', 'email: Too long for an e-mail address.'),
      failed(4, 'a@example.org', 'invalid_role', 'role: Expected member or admin, got owner.', { role: 'owner' }),
      failed(5, 'a@example.org', 'name_too_long', 'name: Expected at most 100 characters.', { limit: 100 }),
      failed(6, 'a@example.org', 'name_not_printable', 'name: Expected no control characters.'),
      failed(7, null, 'too_many_columns', 'Expected 3 columns, got 4. Put a value with a separator in quotes.', { expected: 3, got: 4 }),
      failed(8, 'a@example.org', 'no_utf8', 'name: Expected UTF-8. Save the file with this encoding.', { column: 'name' }),
      { ...GRACE, row: 9 },
    ]);
  });

  it('has every row before a malformed one', async () => {
    const file = `email\n${'grace@example.org\n'.repeat(500)}"a"b@example.org\nada@example.org\n`;
    const rows = await rowsOf(readCsv, file, 100_000);
    const problem =
      'Malformed CSV; the rest of the file was not read. A quotation mark inside a value must be doubled, and the value be in quotes.';
    expect([rows.length, rows[499], rows[500]]).toEqual([
      501,
      person(501, 'grace@example.org', 'grace'),
      failed(502, null, 'csv_inner_quote', problem),
    ]);
  });

  it('is not read further than its consumer asks', async () => {
    let [sent, isClosed] = [0, false];
    async function* endless() {
      try {
        yield Buffer.from('email\n');
        for (;;) {
          sent += 1;
          yield Buffer.from(`person${sent}@example.org\n`.repeat(100));
        }
      } finally {
        isClosed = true;
      }
    }
    for await (const { row } of readCsv(endless())) if (row === 1000) break;
    expect(isClosed).toBe(true);
    expect(sent).toBeLessThan(200);
  });
});

describe('a file of JSON lines', () => {
  it('has a person in each line, with the columns of CSV as members', async () => {
    const lines = [
      '\uFEFF{"email":"a@example.org","name":"Ada","role":"admin","picture":"ada.jpg","age":36}\r',
      '',
      '{"email":"M\u00fcnchen@m\u00fcnchen.example"}',
      '{"email":"grace@example.org","name":null}',
    ];
    expect(await rowsOf(readJsonLines, lines.join('\n'))).toEqual([
      person(1, 'a@example.org', 'Ada', { role: 'admin', picture: 'ada.jpg' }),
      failed(3, null, 'invalid_email', 'email: Expected an e-mail address such as ada@example.org.'),
      person(4, 'grace@example.org', 'grace'),
    ]);
  });

  it('has failures line by line, and no line that fills the memory', async () => {
    const file = `{"email":\n7\n{"email":7}\n{"email":"a@example.org","name":7}\n${'x'.repeat(50_000)}\n{"email":"grace@example.org","name":"Grace"}`;
    expect(await rowsOf(readJsonLines, file, 1000)).toEqual([
      failed(1, null, 'no_json_object', 'Expected a JSON object in one line.'),
      failed(2, null, 'no_json_object', 'Expected a JSON object in one line.'),
      failed(3, null, 'no_email', 'email: Expected an e-mail address.'),
      failed(4, 'a@example.org', 'no_text', 'name: Expected text.', { column: 'name' }),
      failed(5, null, 'line_too_long', 'Expected at most 16,384 characters in a line.', { limit: 16_384 }),
      { ...GRACE, row: 6 },
    ]);
  });
});

it.each(['nothing', 'a@no-address.invalid', 'a@-example.org', `a@${'x'.repeat(90)}`])(
  'the problem with the address %s reads as in other requests',
  (email) => {
    expect(personRow({ row: 1, fields: { email } })).toMatchObject({ problem: `email: ${emailProblem(email)}` });
  },
);
