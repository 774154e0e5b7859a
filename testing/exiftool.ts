import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

/** Tags that exiftool prints for any picture: about the file, and those that decoders need. */
const EXPECTED_TAGS: readonly RegExp[] = [
  /^SourceFile$/,
  /^ExifTool:ExifToolVersion$/,
  /^System:/,
  /^Composite:(?:ImageSize|Megapixels)$/,
  /^File:(?:FileType|FileTypeExtension|MIMEType|ImageWidth|ImageHeight|EncodingProcess|BitsPerSample|ColorComponents|YCbCrSubSampling)$/,
  /^PNG:(?:ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|Palette|Transparency)$/,
  /^PNG-pHYs:/,
  /^RIFF:(?:VP8Version|ImageWidth|ImageHeight|HorizontalScale|VerticalScale|AlphaIsUsed|Alpha\w+|WebP_Flags|AnimationLoopCount|BackgroundColor|FrameCount|Duration)$/,
  /^QuickTime:(?:MajorBrand|MinorVersion|CompatibleBrands|HandlerType|AV1ConfigurationVersion|ChromaFormat|ChromaSamplePosition|ImageSpatialExtent|ImagePixelDepth|MediaDataSize|MediaDataOffset|AuxiliaryImageType|ColorProfiles|ColorPrimaries|TransferCharacteristics|MatrixCoefficients|VideoFullRangeFlag)$/,
  /^Meta:PrimaryItemReference$/,
];

export function hasExiftool(): boolean {
  try {
    execFileSync('exiftool', ['-ver'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Everything that exiftool finds beyond structure in the files of a folder, by file and tag, and how many files it has read. */
export async function foundByExiftool(folder: string): Promise<{ files: number; found: string[] }> {
  const { stdout } = await promisify(execFile)('exiftool', ['-json', '-G1', '-a', '-ee', '-q', folder], { maxBuffer: 256 * 1024 * 1024 });
  const files: Record<string, unknown>[] = JSON.parse(stdout);
  const found = files.flatMap((file) =>
    Object.entries(file)
      .filter(([tag]) => !EXPECTED_TAGS.some((known) => known.test(tag)))
      .map(([tag, value]) => `${file.SourceFile}: ${tag} = ${value}`),
  );
  return { files: files.length, found };
}
