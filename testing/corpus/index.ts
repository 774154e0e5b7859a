import { alphaPictures } from './alpha';
import { animationPictures } from './animation';
import { picturesWithAppendedData } from './appended-data';
import { avifPictures } from './avif';
import { cicpPictures } from './cicp';
import { cmykPictures } from './cmyk';
import { colourPictures } from './colour';
import { gifPictures } from './gif';
import { hdrPictures } from './hdr';
import { heicPictures } from './heic';
import { jpegPictures } from './jpeg';
import { metadataPictures } from './metadata';
import { orientationPictures } from './orientation';
import type { CorpusPicture } from './picture';
import { pngPictures } from './png';
import { sizePictures } from './sizes';
import { tiffPictures } from './tiff';
import { webpPictures } from './webp';

/** The test corpus by family. To add a family, add a file to this folder and a row here. */
export const CORPUS: Record<string, readonly CorpusPicture[]> = {
  JPEG: jpegPictures,
  CMYK: cmykPictures,
  PNG: pngPictures,
  WebP: webpPictures,
  GIF: gifPictures,
  AVIF: avifPictures,
  HEIC: heicPictures,
  TIFF: tiffPictures,
  animation: animationPictures,
  orientation: orientationPictures,
  colour: colourPictures,
  'colour by numbers': cicpPictures,
  'high dynamic range': hdrPictures,
  transparency: alphaPictures,
  sizes: sizePictures,
  metadata: metadataPictures,
  'appended data': picturesWithAppendedData,
};
