/** The only address in a text; null if the text is anything else. */
export function addressIn(text: string): string | null {
  const address = text.trim();
  if (!/^https?:\/\/\S+$/i.test(address) || !URL.canParse(address)) return null;
  return address;
}

/** The address of what is dragged from another window: the first line of a list that is no comment (RFC 2483). */
export function draggedAddress(list: string): string | null {
  const line = list.split(/\r?\n/).find((one) => one !== '' && !one.startsWith('#'));
  return line === undefined ? null : addressIn(line);
}
