// Modified Huffman codes (ITU-T T.4, tables 2 and 3) for the run lengths in the chart.

const WHITE: Readonly<Record<number, string>> = { 0: '00110101', 16: '101010', 32: '00011011', 48: '00001011', 64: '1101100110101' };
const BLACK: Readonly<Record<number, string>> = {
  0: '0000110111',
  16: '0000010111',
  32: '000001101010',
  48: '000001100100',
  64: '00000011110000110111',
};
const END_OF_LINE = '000000000001';

/**
 * Encodes rows of one bit per pixel; zeros are white.
 * @param endOfLine whether rows begin with an end-of-line code (compression 3), or at whole bytes without one (compression 2)
 */
export function encodeCcitt(rowBytes: number, endOfLine: boolean): (block: Buffer) => Buffer {
  return (block) => {
    const rows = Array.from({ length: block.length / rowBytes }, (_, row) => [...block.subarray(row * rowBytes, (row + 1) * rowBytes)]);
    const codes = rows.map((bytes) => codesOf(bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')));
    return endOfLine ? bytesOf(codes.map((code) => END_OF_LINE + code).join('')) : Buffer.concat(codes.map(bytesOf));
  };
}

function codesOf(row: string): string {
  const runs = row.match(/0+|1+/g) ?? [];
  // Each line begins with a white run, which may be empty.
  const all = row.startsWith('1') ? ['', ...runs] : runs;
  return all.map((run, index) => (index % 2 === 0 ? WHITE : BLACK)[run.length] ?? '').join('');
}

function bytesOf(bits: string): Buffer {
  return Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)));
}
