import { join } from 'node:path';
import type { Drawing, DrawingStyle, Painter } from '@/lib/avatars/ports';
import { loadCharacters } from './characters';
import { pickColor, pickDarkColor } from './colors';
import { type Font, openFont } from './font';
import { initialsOf, pickLetters } from './initials';
import { drawLetters, drawSilhouette, plainBackground } from './svg';

const FONT_FILE = 'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf';
const FONT_FAMILY = 'DejaVu Sans';

/** Increment whenever a change here, or in a dependency, changes a drawing. */
const EDITION = '1';

type Visible = Drawing & { style: Exclude<DrawingStyle, 'blank'> };

const WHITE = '#ffffff';

/** Draws with DiceBear, resvg and DejaVu Sans, all local. docs/api/gravatar.md lists the artists. */
export function createPainter(): Painter {
  let font: Font | undefined;

  async function svgOf({ style, seed, letters, name }: Visible): Promise<string> {
    switch (style) {
      case 'mp':
        return drawSilhouette('#d9dde3', '#9aa3af');
      case 'mmng':
        return drawSilhouette(pickDarkColor(seed), WHITE);
      case 'color':
        return plainBackground(pickColor(seed));
      case 'initials': {
        font ??= openFont(join(/* turbopackIgnore: true */ process.cwd(), FONT_FILE));
        const chosen = pickLetters(letters ?? '', font);
        const shown = chosen.length > 0 ? chosen : initialsOf(name ?? '', font);
        // Without a letter to show, the silhouette replaces boxes.
        return shown.length > 0 ? drawLetters(shown, FONT_FAMILY, pickDarkColor(seed), WHITE) : svgOf({ style: 'mmng', seed });
      }
      default:
        return (await loadCharacters())[style](seed);
    }
  }

  return {
    edition: EDITION,
    async draw(drawing, side) {
      const size = { width: side, height: side, channels: 4 } as const;
      if (drawing.style === 'blank') return { ...size, data: Buffer.alloc(side * side * size.channels) };
      const { renderAsync } = await import('@resvg/resvg-js');
      const { pixels } = await renderAsync(await svgOf({ ...drawing, style: drawing.style }), {
        font: { loadSystemFonts: false, ...(drawing.style === 'initials' && font && { fontFiles: [font.file] }) },
        fitTo: { mode: 'width', value: side },
      });
      // resvg premultiplies, but alpha is 255 everywhere.
      return { ...size, data: pixels };
    },
  };
}
