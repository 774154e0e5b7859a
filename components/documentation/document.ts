/** A page of docs/api, as `scripts/document-loader.mjs` renders it. */
export interface RenderedDocument {
  /** Headings of the second level. */
  sections: readonly { id: string; title: string }[];
  html: string;
}

/** The server of the examples. */
const EXAMPLE = /(?:http:\/\/)?localhost:3000\b/g;

/** The HTML of a document, with the address of this server in its examples. */
export function withOwnAddress(html: string, baseUrl: string): string {
  const address = baseUrl.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return html.replaceAll(EXAMPLE, () => address);
}
