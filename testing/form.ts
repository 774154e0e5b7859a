/** A multipart form. Bytes are sent as a file of this name. */
export function formOf(fields: Record<string, Uint8Array<ArrayBuffer> | string>, fileName = 'picture.png'): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([value]), fileName);
  }
  return form;
}
