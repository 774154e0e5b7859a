// Names of tag values for error messages.

/** Compression (tag 259). */
export const COMPRESSION_NAMES: Readonly<Record<number, string>> = {
  6: 'old-style JPEG',
  9: 'JBIG',
  10: 'JBIG',
  32766: 'NeXT run lengths',
  32771: 'CCITT run lengths aligned to words',
  32809: 'ThunderScan',
  33003: 'JPEG 2000',
  33005: 'JPEG 2000',
  34661: 'JBIG',
  34676: 'SGI LogLuv',
  34677: 'SGI LogLuv',
  34712: 'JPEG 2000',
  34713: 'Nikon NEF',
  34887: 'LERC',
  34892: 'lossy DNG',
  34925: 'LZMA',
  34926: 'Zstandard',
  50000: 'Zstandard',
  50002: 'JPEG XL',
  52546: 'JPEG XL',
};

/** PhotometricInterpretation (tag 262). */
export const PHOTOMETRIC_NAMES: Readonly<Record<number, string>> = {
  4: 'a transparency mask',
  8: 'CIELAB colours',
  9: 'ICCLab colours',
  10: 'ITULab colours',
  32803: 'raw sensor data',
  32844: 'LogL luminance',
  32845: 'LogLuv colours',
  34892: 'raw sensor data',
};

/** PhotometricInterpretation values that are decoded in some bit depths. */
export const COLOUR_NAMES: Readonly<Record<number, string>> = { 0: 'grey', 1: 'grey', 2: 'RGB', 3: 'palette', 5: 'CMYK', 6: 'YCbCr' };

/** SampleFormat (tag 339). */
export const SAMPLE_FORMAT_NAMES: Readonly<Record<number, string>> = {
  2: 'signed integers',
  3: 'floating-point numbers',
  5: 'complex integers',
  6: 'complex numbers',
};
