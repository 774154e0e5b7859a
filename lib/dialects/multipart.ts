import { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { AvatarError, isAvatarError } from '@/lib/avatars/errors';
import { MAX_JSON_BYTES, MAX_MULTIPART_PARTS, MULTIPART_OVERHEAD_BYTES } from '@/lib/avatars/limits';
import { concat, fileTooLarge, readChunks } from './body';

export interface FilePart {
  /** Name of the form field. */
  field: string;
  fileName: string;
  /** As declared by the client, which proves nothing. */
  type: string;
  bytes: Uint8Array;
  /** Only with `countPastLarge`: it has more bytes than a file may have, and none are kept. */
  tooLarge?: boolean;
}

export interface MultipartOptions {
  /**
   * Goes on past a file that is too large, without keeping it, up to this many bytes of the whole body: for an API that says how many
   * files came before it says that one is too large.
   */
  countPastLarge?: number;
}

export interface Multipart {
  files: FilePart[];
  /** The last value of each field that is not a file. */
  fields: Map<string, string>;
}

/** Whether the request says that its body is a form with files. */
export function isMultipart(request: Request): boolean {
  return /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '');
}

/**
 * Reads a form. A part with a file name is a file, whatever else it says; one without is a value. All files together are bounded by
 * `limitBytes`, and reading stops there.
 *
 * @param limitBytes most bytes of one file
 * @throws AvatarError malformed_body, truncated_body, file_too_large, body_too_slow, busy
 */
export async function readMultipart(request: Request, limitBytes: number, { countPastLarge }: MultipartOptions = {}): Promise<Multipart> {
  const form: Multipart = { files: [], fields: new Map() };
  const bodyLimitBytes = countPastLarge ?? limitBytes + MULTIPART_OVERHEAD_BYTES;
  let [received, inFiles] = [0, 0];
  async function* counted() {
    for await (const chunk of readChunks(request, bodyLimitBytes, () => fileTooLarge(limitBytes))) {
      received += chunk.byteLength;
      yield chunk;
    }
  }
  const source = Readable.from(counted());
  const parser = openParser(request, limitBytes);
  try {
    await new Promise<void>((resolve, reject) => {
      parser.on('file', (field, stream, fileName, _encoding, type) => {
        const chunks: Buffer[] = [];
        let tooLarge = false;
        stream.on('data', (chunk: Buffer) => {
          inFiles += chunk.byteLength;
          if (!tooLarge) chunks.push(chunk);
        });
        // Said once the form is read to its end, which is near, since the whole body is bounded: who is still sending when the
        // connection closes may never see the answer.
        stream.on('limit', () => {
          tooLarge = true;
          chunks.length = 0;
        });
        stream.on('error', reject);
        stream.on('end', () => {
          const bytes = concat(chunks);
          // How a browser sends a file input in which nothing was chosen.
          const nothingChosen = fileName === '' && bytes.byteLength === 0 && !tooLarge;
          if (!nothingChosen) form.files.push({ field, fileName, type, bytes, ...(tooLarge && { tooLarge }) });
        });
      });
      parser.on('field', (field, value) => form.fields.set(field, value));
      for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
        parser.on(limit, () => reject(new AvatarError('malformed_body', `Expected at most ${MAX_MULTIPART_PARTS} parts.`)));
      }
      parser.on('error', reject);
      parser.on('finish', resolve);
      source.on('error', reject);
      source.pipe(parser);
    });
  } catch (error) {
    throw understand(error);
  } finally {
    source.destroy();
    parser.destroy();
  }
  const cutShort = form.files.some(({ tooLarge }) => tooLarge);
  if (countPastLarge === undefined && cutShort) throw fileTooLarge(limitBytes);
  // Of a file that is too large, the parser tells us a part only.
  if (!cutShort && received - inFiles > MULTIPART_OVERHEAD_BYTES) {
    const most = `Expected at most ${MULTIPART_OVERHEAD_BYTES} bytes of them.`;
    throw new AvatarError(
      'malformed_body',
      `There is too much beside the file: headers and fields of ${received - inFiles} bytes. ${most}`,
    );
  }
  return form;
}

function openParser(request: Request, limitBytes: number): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
      isPartAFile: (_field, _type, fileName) => fileName !== undefined,
      limits: {
        fileSize: limitBytes,
        fieldSize: MAX_JSON_BYTES,
        parts: MAX_MULTIPART_PARTS,
        headerPairs: 20,
        // Zulip's Python client sends the path of the file as the name of its field.
        fieldNameSize: 4096,
      },
    });
  } catch (cause) {
    throw new AvatarError('malformed_body', 'Expected multipart/form-data with a boundary.', {}, { cause });
  }
}

function understand(error: unknown): unknown {
  if (isAvatarError(error)) return error;
  const { message } = error as Error;
  if (/unexpected end/i.test(message)) {
    return new AvatarError('truncated_body', 'The body was cut short: its closing boundary is missing.', {}, { cause: error });
  }
  return new AvatarError('malformed_body', `The multipart body cannot be read: ${message}.`, {}, { cause: error });
}
