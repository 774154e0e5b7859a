/** Major brands of HEIF files with HEVC pictures. The last two also begin other HEIF files, which browsers show or few people have. */
const BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

/** Whether a file begins as a HEIC does, whatever its name. False if it cannot be read. */
export async function isHeic(file: Blob): Promise<boolean> {
  const head = await file
    .slice(4, 12)
    .text()
    .catch(() => '');
  return head.startsWith('ftyp') && BRANDS.includes(head.slice(4));
}
