import type { DrawingStyle } from '@/lib/avatars/ports';

type Character = Exclude<DrawingStyle, 'mp' | 'mmng' | 'initials' | 'color' | 'blank'>;

/** Pale backgrounds, since most figures have strong colours. */
const BACKGROUND_COLORS = ['b6e3f4', 'c0aede', 'd1d4f9', 'ffd5dc', 'ffdfbf', 'd5f0d8', 'fff1b8', 'dfe6ee'];

/** Dark enough for white eyes. */
const MONSTER_COLORS = [
  '0a5b83',
  '1c799f',
  '2a9d8f',
  '6a4c93',
  '8e5aa8',
  'c2477f',
  'd1495b',
  'e4672f',
  '4f772d',
  '3d5a80',
  '5b5f97',
  '8d5a3b',
];

/** Larger offsets of DiceBear would place an eye outside its monster. */
const KEEP_FACE_INSIDE = { faceOffsetX: [-6, 6], faceOffsetY: [-10, 10] };

/** Colours of faces that fill the picture, and so are its background. */
const FACE_COLORS = [
  'f2a97f',
  'f7c873',
  'e88d8d',
  'a7c957',
  '7fc8a9',
  '6fb7d6',
  '8fa4e0',
  'b79ad9',
  'e39ac0',
  'c9b18f',
  'd9d26a',
  '9fb8ad',
];

/** Excludes sick, crying and loving faces. */
const EYES = ['closed', 'default', 'eyeRoll', 'happy', 'side', 'squint', 'surprised', 'wink', 'winkWacky'] as const;
const MOUTHS = ['concerned', 'default', 'disbelief', 'eating', 'grimace', 'serious', 'smile', 'tongue', 'twinkle'] as const;

let loaded: Promise<Record<Character, (seed: string) => string>> | undefined;

/** The DiceBear styles, as SVG without text. Loaded on demand: they take 200 ms and 20 MB. */
export function loadCharacters(): Promise<Record<Character, (seed: string) => string>> {
  loaded ??= importCharacters();
  return loaded;
}

async function importCharacters(): Promise<Record<Character, (seed: string) => string>> {
  const [{ createAvatar }, styles] = await Promise.all([import('@dicebear/core'), import('@dicebear/collection')]);
  const draw = createAvatar;
  return {
    identicon: (seed) => draw(styles.identicon, { seed, backgroundColor: ['f1f3f6'], scale: 80 }).toString(),
    monsterid: (seed) =>
      draw(styles.thumbs, {
        seed,
        backgroundColor: BACKGROUND_COLORS,
        shapeColor: MONSTER_COLORS,
        eyesColor: ['ffffff'],
        mouthColor: ['ffffff'],
        ...KEEP_FACE_INSIDE,
      }).toString(),
    wavatar: (seed) =>
      draw(styles.avataaarsNeutral, { seed, backgroundColor: FACE_COLORS, eyes: [...EYES], mouth: [...MOUTHS] }).toString(),
    retro: (seed) => draw(styles.pixelArtNeutral, { seed, backgroundColor: FACE_COLORS }).toString(),
    robohash: (seed) => draw(styles.bottts, { seed, backgroundColor: BACKGROUND_COLORS, scale: 85 }).toString(),
    lorelei: (seed) => draw(styles.lorelei, { seed, backgroundColor: BACKGROUND_COLORS }).toString(),
    notionists: (seed) => draw(styles.notionists, { seed, backgroundColor: BACKGROUND_COLORS }).toString(),
    'open-peeps': (seed) => draw(styles.openPeeps, { seed, backgroundColor: BACKGROUND_COLORS }).toString(),
    shapes: (seed) => draw(styles.shapes, { seed, backgroundColor: BACKGROUND_COLORS }).toString(),
    pagan: (seed) => draw(styles.pixelArt, { seed, backgroundColor: BACKGROUND_COLORS }).toString(),
  };
}
