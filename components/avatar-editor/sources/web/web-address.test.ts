import { expect, it } from 'vitest';
import { addressIn, draggedAddress } from './web-address';

it.each([
  ['https://example.org/me.jpg', 'https://example.org/me.jpg'],
  [' http://example.org/me.jpg?size=large \n', 'http://example.org/me.jpg?size=large'],
  ['HTTPS://EXAMPLE.ORG/ME', 'HTTPS://EXAMPLE.ORG/ME'],
  ['example.org/me.jpg', null],
  ['See https://example.org/me.jpg', null],
  ['https://example.org/a https://example.org/b', null],
  ['ftp://example.org/me.jpg', null],
  ['https://', null],
  ['', null],
])('%j has the address %j', (text, address) => {
  expect(addressIn(text)).toBe(address);
});

it('the address of a dragged picture is the first of its list', () => {
  expect(draggedAddress('# a comment\r\nhttps://example.org/me.jpg\r\nhttps://example.org/other.jpg')).toBe('https://example.org/me.jpg');
  expect(draggedAddress('')).toBeNull();
});
