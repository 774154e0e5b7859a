/** Whether the client has this state already. RFC 9110 section 13.1.2: weak comparison. @param tag with its quotes */
export function tagMatches(request: Request, tag: string): boolean {
  const header = request.headers.get('if-none-match');
  return header?.split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === tag) ?? false;
}
