import { expect, it } from 'vitest';
import { withOwnAddress } from './document';

it('the examples of a document are for this server', () => {
  const html = '<code>curl localhost:3000/api/me</code> <code>http://localhost:3000/avatar/$HASH</code> localhost:30000';
  expect(withOwnAddress(html, 'https://pictures.example.org')).toBe(
    '<code>curl https://pictures.example.org/api/me</code> <code>https://pictures.example.org/avatar/$HASH</code> localhost:30000',
  );
  expect(withOwnAddress('at localhost:3000', 'http://$&.example.org/?a&b"<')).toBe('at http://$&amp;.example.org/?a&amp;b&quot;&lt;');
});
