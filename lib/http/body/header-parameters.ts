/** A header value such as `form-data; name="image"`. */
export interface ParameterizedHeader {
  /** The text before the first semicolon, in lower case. */
  value: string;
  /** By lower-case name. Of repeated parameters the first one counts. */
  parameters: ReadonlyMap<string, string>;
}

/** A name and its value, quoted or not. An unterminated quote extends to the end, so that matching takes linear time. */
const PARAMETER = /;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)(?:"|\\?$)|([^;]*))/gs;

/**
 * Parses a `Content-Type` or `Content-Disposition` header. Never fails: text that is not a parameter is skipped.
 *
 * Only `\"` and `\\` are escapes, since old browsers send paths such as `C:\pictures\me.jpg` unescaped.
 */
export function parseHeader(text: string): ParameterizedHeader {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, bare = ''] of text.matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replaceAll(/\\(["\\])/g, '$1') ?? bare.trim());
  }
  const [value = ''] = text.split(';', 1);
  return { value: value.trim().toLowerCase(), parameters };
}

/** Decodes an extended value (RFC 5987) such as `UTF-8''Zo%C3%AB.png`. @returns undefined if it is malformed or its charset unknown */
export function decodeExtendedValue(text: string): string | undefined {
  const [, charset, escaped = ''] = /^([\w-]+)'[^']*'(.*)$/s.exec(text) ?? [];
  if (charset === undefined) return undefined;
  const bytes = escaped.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return textDecoder(charset)?.decode(Buffer.from(bytes, 'latin1'));
}

/** @returns undefined for an unknown charset */
export function textDecoder(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined;
  }
}
