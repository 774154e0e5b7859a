import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { Surroundings } from './surroundings';

it('a dialog without a picture, as while it closes, has no image without an address', () => {
  const warned = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(renderToStaticMarkup(<Surroundings url="" />)).toBe('');
  expect(renderToStaticMarkup(<Surroundings url="blob:1" />)).toContain('src="blob:1"');
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

it('a picture with a blurred copy is not blurred by the page', () => {
  const html = renderToStaticMarkup(<Surroundings url="blob:1" blurred="data:image/png;base64,AAAA" />);
  expect(html).toContain('url(data:image/png;base64,AAAA)');
  expect(html).not.toContain('<img');
});

it('a picture that is still loading is hidden: its first rows would be a strip', () => {
  expect(renderToStaticMarkup(<Surroundings url="blob:1" isLoading />)).toContain('invisible');
  expect(renderToStaticMarkup(<Surroundings url="blob:1" />)).not.toContain('invisible');
});
