import { expect, it } from 'vitest';
import { OUTPUT_FORMATS, type OutputFormat } from '@/lib/imaging/media-types';
import { LADDER } from '@/lib/imaging/sizes';
import type { RenditionName } from '@/lib/imaging/types';
import { renditionOfPath, renditionPath } from './paths';

const FORMATS = Object.keys(OUTPUT_FORMATS) as OutputFormat[];

it('the path of a rendition names it completely', () => {
  const names: RenditionName[] = [...LADDER, 'full' as const, 'whole' as const].flatMap((size) =>
    FORMATS.flatMap((format) => [
      { key: '0a1b', size, format },
      { key: '0a1b', size, format, still: true },
    ]),
  );
  expect(names.map((name) => renditionOfPath(renditionPath(name)))).toEqual(names);
});

it.each(['originals/0a1b', 'renditions/0a1b/65.webp', 'renditions/0a1b/64.gif', 'renditions/0a1b/64', 'renditions/0a1b/x/64.webp', ''])(
  'the path %j is none of a rendition',
  (path) => {
    expect(renditionOfPath(path)).toBeNull();
  },
);
