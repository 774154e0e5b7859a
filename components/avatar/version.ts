/** The version of the picture in an entity tag of the native API; 0 if it is unknown. A compressed response has a suffix in its tag. */
export function versionOf(etag: string | null): number {
  return Number(/^(?:W\/)?"a\d+v(\d+)/.exec(etag ?? '')?.[1] ?? 0);
}
