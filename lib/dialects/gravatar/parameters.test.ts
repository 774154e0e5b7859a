import { describe, expect, it } from 'vitest';
import { parseOptions } from './parameters';

const MD5 = '0123456789abcdef0123456789abcdef';
const parsed = (query: string, who = MD5, accept = '*/*') =>
  parseOptions(who, new Request(`http://localhost/avatar/${who}${query}`, { headers: { accept } }));
const drawing = (style: string, more = {}) => ({ kind: 'drawing', drawing: { style, seed: MD5, ...more } });

describe('the size', () => {
  it.each([
    ['', 80],
    ['?s=1', 1],
    ['?s=200', 200],
    ['?size=200', 200],
    ['?s=2048', 2048],
    ['?s=2049', 2048],
    ['?s=99999999999999999999999', 2048],
    ['?s=0', 80],
    ['?s=-5', 80],
    ['?s=1.5', 80],
    ['?s=1e3', 80],
    ['?s=0x10', 80],
    ['?s=%2B90', 80],
    ['?s=90px', 80],
    ['?s=', 80],
    ['?s=٩٠', 80],
    ['?S=90', 80],
    ['?s=40&size=90', 90],
    ['?size=90&s=40', 90],
    ['?size=big&s=40', 80],
    ['?s=40&s=50', 50],
    ['?s=%20100', 100],
    ['?s=+100+', 100],
    ['?size=%09100%0A', 100],
    ['?s=1%2000', 80],
  ])('of %j is %i', (query, side) => {
    expect(parsed(query).side).toBe(side);
  });
});

describe('the default', () => {
  it.each([
    ['', null],
    ['?d=%20404', { kind: 'missing' }],
    ['?d=', null],
    ['?d=unheard-of', null],
    ['?d=toString', null],
    ['?d=http://localhost/a.png', null],
    ['?d=404', { kind: 'missing' }],
    ['?d=mp', drawing('mp')],
    ['?d=mm', drawing('mp')],
    ['?d=mystery', drawing('mp')],
    ['?d=Identicon', drawing('identicon')],
    ['?default=retro', drawing('retro')],
    ['?d=404&default=retro', drawing('retro')],
    ['?default=retro&d=404', drawing('retro')],
    ['?default=unheard-of&d=404', null],
    ['?d=404&d=blank', drawing('blank')],
    ['?d=initials&name=Ada+Lovelace', drawing('initials', { letters: '', name: 'Ada Lovelace' })],
    ['?d=initials&initials=AL', drawing('initials', { letters: 'AL', name: '' })],
    ['?d=identicon&name=Ada', drawing('identicon')],
    ['?d=https%3A%2F%2Fexample.org%2Fa.png%3Fx%3D1', { kind: 'elsewhere', url: 'https://example.org/a.png' }],
    ['?d=https://example.org/a.png', { kind: 'elsewhere', url: 'https://example.org/a.png' }],
  ])('of %j is %j', (query, fallback) => {
    expect(parsed(query).fallback).toEqual(fallback);
  });
});

describe('the default is forced', () => {
  it.each([
    ['?f=y', true],
    ['?f=Y', true],
    ['?f=yes', true],
    ['?forcedefault=y', true],
    ['?forcedefault=1', true],
    ['?f=true', true],
    ['?f=n', false],
    ['?f=', false],
    ['', false],
    ['?f=y&forcedefault=n', false],
    ['?forcedefault=y&f=n', true],
    ['?f=yyy', false],
  ])('by %j: %s', (query, forced) => {
    expect(parsed(query).forced).toBe(forced);
  });
});

describe('the format', () => {
  it.each([
    ['.png', 'png'],
    ['.PNG', 'png'],
    ['.jpg', 'jpg'],
    ['.jpeg', 'jpg'],
    ['.webp', 'webp'],
    ['.avif', 'avif'],
    ['.gif', 'png'],
    ['.svg', 'png'],
    ['.constructor', 'png'],
  ])('of %s is %s, regardless of Accept', (extension, format) => {
    expect(parsed('', MD5 + extension, 'image/avif')).toMatchObject({ hash: MD5, format, negotiated: false });
  });

  it('depends on Accept if there is no extension', () => {
    expect(parsed('', MD5.toUpperCase(), 'image/webp,*/*')).toMatchObject({ hash: MD5, format: 'webp', negotiated: true });
    expect(parsed('', MD5)).toMatchObject({ format: 'jpg', negotiated: true });
  });
});

describe('the hash', () => {
  const NONE = '0'.repeat(32);
  it.each([
    [MD5, '', MD5],
    [MD5.toUpperCase(), '', MD5],
    [`${MD5.toUpperCase()}.JPG`, '', MD5],
    // Libraries from before 2010, which call /avatar.php.
    ['', `?gravatar_id=${MD5}&size=64&default=identicon&rating=PG`, MD5],
    ['', `?gravatar_id=${MD5.toUpperCase()}`, MD5],
    ['', `?gravatar_id=%20${MD5}%20`, MD5],
    ['', `?gravatar_id=${MD5}.png`, MD5],
    ['', `?gravatar_id=${'AB'.repeat(32)}`, 'ab'.repeat(32)],
    [MD5, `?gravatar_id=${'ab'.repeat(16)}`, MD5],
    // WordPress, for a comment without an e-mail address.
    ['', '?d=mm&s=80', NONE],
    ['', '?gravatar_id=', NONE],
    ['', '?gravatar_id=ada@example.org', NONE],
    ['', `?gravatar_id=${MD5}0`, NONE],
  ])('of /avatar/%s%s is %s', (who, query, hash) => {
    expect(parsed(query, who).hash).toBe(hash);
  });
});
