import { describe, expect, it } from 'vitest';
import { basicCredentials } from './credentials';

const KEY = 'k'.repeat(32);
const read = (authorization?: string) => {
  const headers = new Headers(authorization === undefined ? {} : { authorization });
  return basicCredentials(new Request('http://localhost/', { headers }));
};
const basic = (text: string | Buffer) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('Authorization', () => {
  it.each([
    ['absent', undefined, { kind: 'none' }],
    ['as clients send it', basic(`ada@example.org:${KEY}`), { kind: 'basic', email: 'ada@example.org', secret: KEY }],
    ['with blanks and another case', `  bAsIc   ${basic(` ada : ${KEY} `).slice(6)}`, { kind: 'basic', email: 'ada', secret: KEY }],
  ])('%s', (_name, header, expected) => {
    expect(read(header)).toEqual(expected);
  });

  it.each([
    ['empty', '', 'unreadable'],
    ['without a value', 'Basic', 'unreadable'],
    ['with two values', 'Basic a b', 'unreadable'],
    ['another scheme without a value', 'Bearer', 'unreadable'],
    ['another scheme', 'Bearer abc', 'not_basic'],
    ['not base64', 'Basic a*b=', 'unreadable'],
    ['base64 cut short', 'Basic YTpi=', 'unreadable'],
    ['not UTF-8', basic(Buffer.from([0xff, 0x3a, 0x61])), 'unreadable'],
    ['without a colon', basic(KEY), 'unreadable'],
    ['with two colons', basic(`a:${KEY}:`), 'unreadable'],
    ['with a short key', basic(`a:${KEY.slice(1)}`), 'malformed_key'],
    ['with a long key', basic(`a:${KEY}k`), 'malformed_key'],
    ['with another character in the key', basic(`a:${KEY.slice(1)}-`), 'malformed_key'],
  ])('%s is refused', (_name, header, reason) => {
    expect(() => read(header)).toThrow(expect.objectContaining({ code: 'invalid_credentials', details: { reason } }));
  });
});
