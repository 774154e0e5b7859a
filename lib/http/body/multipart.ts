import { AvatarError } from '@/lib/errors';
import { MAX_JSON_BYTES, MAX_MULTIPART_PARTS, MULTIPART_OVERHEAD_BYTES } from '../limits';
import { concat, fileTooLarge, type RequestBody } from './body';
import { decodeExtendedValue, parseHeader, textDecoder } from './header-parameters';
import { type PartHeaders, parseMultipart } from './multipart-parser';

export interface FilePart {
  /** Name of the form field. */
  field: string;
  fileName: string;
  /** As declared by the client; not verified. */
  type: string;
  bytes: Uint8Array;
  /** Only with `countPastLarge`: the file exceeds the limit, and `bytes` is empty. */
  tooLarge?: boolean;
}

export interface MultipartOptions {
  /**
   * Continues past a file that is too large, without keeping its bytes, up to this many bytes of the whole body. For APIs that check the
   * number of files before their size.
   */
  countPastLarge?: number;
}

export interface Multipart {
  files: FilePart[];
  /** Last value of each field that is not a file. */
  fields: Map<string, string>;
}

/** Whether `Content-Type` declares a form that may contain files. */
export function isMultipart({ contentType }: RequestBody): boolean {
  return contentType.value === 'multipart/form-data';
}

/**
 * Reads a form. A part with a file name is a file; a part without one is a value; a part without a field name is skipped. `limitBytes`
 * bounds all files together, and reading stops there.
 *
 * @param limitBytes most bytes of one file
 * @throws AvatarError malformed_body, truncated_body, file_too_large, body_too_slow, unsupported_encoding, busy
 */
export async function readMultipart(body: RequestBody, limitBytes: number, { countPastLarge }: MultipartOptions = {}): Promise<Multipart> {
  const boundary = body.contentType.parameters.get('boundary');
  if (!boundary) throw new AvatarError('malformed_body', 'Expected multipart/form-data with a boundary.');
  const form: Multipart = { files: [], fields: new Map() };
  let [received, inFiles, parts] = [0, 0, 0];
  async function* counted() {
    const limit = countPastLarge ?? limitBytes + MULTIPART_OVERHEAD_BYTES;
    for await (const chunk of body.readChunks(limit, () => fileTooLarge(limitBytes))) {
      received += chunk.byteLength;
      yield chunk;
    }
  }
  let part = openPart(new Map(), limitBytes);
  for await (const event of parseMultipart(counted(), boundary)) {
    switch (event.kind) {
      case 'headers':
        parts += 1;
        if (parts > MAX_MULTIPART_PARTS)
          throw new AvatarError('malformed_body', `Too many form parts: expected at most ${MAX_MULTIPART_PARTS}.`);
        part = openPart(event.headers, limitBytes);
        break;
      case 'content':
        part.add(event.bytes);
        if (part.isFile) inFiles += event.bytes.byteLength;
        break;
      case 'end':
        part.close(form);
    }
  }
  const isTruncated = form.files.some(({ tooLarge }) => tooLarge);
  // Thrown after the whole bounded body is read: a client that is still sending when the connection closes may miss the response.
  if (countPastLarge === undefined && isTruncated) throw fileTooLarge(limitBytes);
  if (!isTruncated && received - inFiles > MULTIPART_OVERHEAD_BYTES) {
    const most = `expected at most ${MULTIPART_OVERHEAD_BYTES} bytes, got ${received - inFiles}`;
    throw new AvatarError('malformed_body', `Form fields and part headers too large: ${most}.`);
  }
  return form;
}

/**
 * The text of a field, also if it was sent as a file: `FormData` gives every Blob a file name.
 *
 * @returns undefined if the form has no such field
 * @throws AvatarError invalid_request if it exceeds the limit of text fields
 */
export function textField({ files, fields }: Multipart, name: string): string | undefined {
  const file = files.findLast(({ field }) => field === name);
  if (fields.has(name) || !file) return fields.get(name);
  if (file.tooLarge || file.bytes.byteLength > MAX_JSON_BYTES) {
    const message = `Expected at most ${MAX_JSON_BYTES} bytes of text.`;
    throw new AvatarError('invalid_request', `${name}: ${message}`, {
      fields: { [name]: message },
      fieldProblems: { [name]: { code: 'too_long', limit: MAX_JSON_BYTES } },
    });
  }
  return new TextDecoder().decode(file.bytes);
}

/** A part while it is being read. */
interface OpenPart {
  isFile: boolean;
  add(bytes: Uint8Array): void;
  close(form: Multipart): void;
}

function openPart(headers: PartHeaders, limitBytes: number): OpenPart {
  const { value: disposition, parameters } = parseHeader(headers.get('content-disposition') ?? '');
  const type = parseHeader(headers.get('content-type') ?? 'text/plain');
  const field = disposition === 'form-data' ? parameters.get('name') : undefined;
  const fileName = field === undefined ? undefined : fileNameOf(parameters);
  const isFile = fileName !== undefined;
  const mostBytes = isFile ? limitBytes : MAX_JSON_BYTES;
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    isFile,
    add(bytes) {
      size += bytes.byteLength;
      if (field === undefined) return;
      if (size > mostBytes) chunks.length = 0;
      else chunks.push(bytes);
    },
    close({ files, fields }) {
      if (field === undefined) return;
      if (!isFile) {
        const decoder = textDecoder(type.parameters.get('charset') ?? 'utf-8') ?? new TextDecoder();
        fields.set(unescapeName(field), decoder.decode(concat(chunks)));
        return;
      }
      // Browsers send this for a file input without a file.
      if (fileName === '' && size === 0) return;
      const tooLarge = size > limitBytes;
      files.push({ field: unescapeName(field), fileName, type: type.value, bytes: concat(chunks), ...(tooLarge && { tooLarge }) });
    },
  };
}

/** The file name without the folders that old browsers send. undefined: the part is a value. */
function fileNameOf(parameters: ReadonlyMap<string, string>): string | undefined {
  const extended = decodeExtendedValue(parameters.get('filename*') ?? '');
  const plain = parameters.get('filename');
  const name = extended ?? (plain === undefined ? undefined : unescapeName(plain));
  return name?.split(/[\\/]/).at(-1);
}

/** Undoes the escapes of browsers in names: quotes and line breaks only (HTML, multipart/form-data encoding algorithm). */
function unescapeName(name: string): string {
  return name.replaceAll(/%(22|0A|0D)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
