/** A header value such as `form-data; name="image"`: what stands before the first semicolon, and the parameters after it. */
export interface ParameterizedHeader {
  /** In lower case. */
  value: string;
  /** By name in lower case; the first of several. */
  parameters: ReadonlyMap<string, string>;
}

/** A name and its value, quoted or not. An unterminated quote reaches to the end, so that each character is looked at once. */
const PARAMETER = /;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)(?:"|\\?$)|([^;]*))/gs;

/**
 * Parses the value of a `Content-Type` or `Content-Disposition` header. Never fails: text that is no parameter is skipped.
 *
 * Of backslashes only `\"` and `\\` are escapes. Old browsers send whole paths such as `C:\pictures\me.jpg`.
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

/** The extended value of RFC 5987, such as `UTF-8''Zo%C3%AB.png`. @returns undefined if it is malformed or in an unknown charset */
export function decodeExtendedValue(text: string): string | undefined {
  const [, charset, escaped = ''] = /^([\w-]+)'[^']*'(.*)$/s.exec(text) ?? [];
  if (charset === undefined) return undefined;
  const bytes = escaped.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return textDecoder(charset)?.decode(Buffer.from(bytes, 'latin1'));
}

/** Undefined for a charset that the platform does not know. */
export function textDecoder(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined;
  }
}
