// ISO base media boxes (ISO/IEC 14496-12) and HEIF boxes (23008-12), limited to those that these pictures need.

const U16 = (...values) => Buffer.concat(values.map((value) => Buffer.from([value >> 8, value & 255])));
const U32 = (...values) =>
  Buffer.concat(values.map((value) => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255])));

export function box(type, ...content) {
  const body = Buffer.concat(content);
  return Buffer.concat([U32(body.length + 8), Buffer.from(type, 'latin1'), body]);
}

const fullBox = (type, version, flags, ...content) => box(type, Buffer.from([version]), U32(flags).subarray(1), ...content);

/** The boxes directly inside these bytes, by type; the first of each type. */
function boxesIn(bytes) {
  const found = {};
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    found[type] ??= bytes.subarray(at, at + length);
    at += length;
  }
  return found;
}

/** Codec configuration and coded pixels of a file that heif-enc made of one picture without alpha. */
export function takeApart(file) {
  const meta = boxesIn(boxesIn(file).meta.subarray(12));
  const properties = boxesIn(boxesIn(meta.iprp.subarray(8)).ipco.subarray(8));
  // Everything but the pixels is in `meta`, so `mdat` contains only pixels.
  return { hvcC: properties.hvcC, colr: properties.colr, data: boxesIn(file).mdat.subarray(8) };
}

/** A TIFF IFD with only an orientation, as an Exif item of HEIF contains it. */
function exifOrientation(orientation) {
  const tiff = Buffer.concat([Buffer.from('MM\0*', 'latin1'), U32(8), U16(1, 0x0112, 3), U32(1), U16(orientation, 0), U32(0)]);
  return Buffer.concat([U32(6), Buffer.from('Exif\0\0', 'latin1'), tiff]);
}

/**
 * Assembles a HEIC as phones write it: a grid of tiles, or one picture, with rotation, mirroring, and an EXIF orientation.
 *
 * @param tiles results of `takeApart`, row by row, all of one size
 * @param size of the whole picture as stored, in pixels
 * @param irot quarter turns anticlockwise
 * @param imir 0 for top to bottom, 1 for left to right
 * @param thumbnail a result of `takeApart`, and its size as stored; turned like the picture
 */
export function putTogether({ tiles, columns = 1, tile, size, icc, irot, imir, exif, thumbnail }) {
  const isGrid = tiles.length > 1;
  const main = isGrid ? tiles.length + 1 : 1;
  const properties = [];
  const add = (property) => {
    const known = properties.findIndex((other) => other.equals(property));
    return known >= 0 ? known + 1 : properties.push(property);
  };
  const ispe = ([width, height]) => add(fullBox('ispe', 0, 0, U32(width, height)));
  const of = tiles.map(({ hvcC }) => [0x80 | add(hvcC), ispe(isGrid ? tile : size)]);
  if (isGrid) of.push([ispe(size)]);
  if (thumbnail) of.push([0x80 | add(thumbnail.hvcC), ispe(thumbnail.size)]);
  for (const shown of thumbnail ? [of[main - 1], of[main]] : [of[main - 1]]) {
    if (icc) shown.push(add(box('colr', Buffer.from('prof'), icc)));
    if (irot !== undefined) shown.push(0x80 | add(box('irot', Buffer.from([irot]))));
    if (imir !== undefined) shown.push(0x80 | add(box('imir', Buffer.from([imir]))));
  }
  const ipma = fullBox(
    'ipma',
    0,
    0,
    U32(of.length),
    ...of.map((list, index) => Buffer.concat([U16(index + 1), Buffer.from([list.length, ...list])])),
  );

  const items = tiles.map(({ data }, index) => ({ id: index + 1, type: 'hvc1', data, hidden: isGrid }));
  const grid = Buffer.concat([Buffer.from([0, 0, tiles.length / columns - 1, columns - 1]), U16(...size)]);
  if (isGrid) items.push({ id: main, type: 'grid', data: grid });
  if (thumbnail) items.push({ id: main + 1, type: 'hvc1', data: thumbnail.data });
  const exifId = items.length + 1;
  if (exif) items.push({ id: exifId, type: 'Exif', data: exifOrientation(exif), hidden: true });
  const infe = ({ id, type, hidden }) => fullBox('infe', 2, hidden ? 1 : 0, U16(id, 0), Buffer.from(`${type}\0`, 'latin1'));
  const iref = [
    ...(isGrid ? [box('dimg', U16(main, tiles.length, ...tiles.map((_, index) => index + 1)))] : []),
    ...(thumbnail ? [box('thmb', U16(main + 1, 1, main))] : []),
    ...(exif ? [box('cdsc', U16(exifId, 1, main))] : []),
  ];
  const metaAt = (start) => {
    let at = start;
    const places = items.map(({ id, data }) => {
      const place = Buffer.concat([U16(id, 0, 1), U32(at, data.length)]);
      at += data.length;
      return place;
    });
    return fullBox(
      'meta',
      0,
      0,
      fullBox('hdlr', 0, 0, U32(0), Buffer.from('pict'), U32(0, 0, 0), Buffer.alloc(1)),
      fullBox('pitm', 0, 0, U16(main)),
      fullBox('iloc', 0, 0, Buffer.from([0x44, 0]), U16(items.length), ...places),
      fullBox('iinf', 0, 0, U16(items.length), ...items.map(infe)),
      ...(iref.length > 0 ? [fullBox('iref', 0, 0, ...iref)] : []),
      box('iprp', box('ipco', ...properties), ipma),
    );
  };
  const ftyp = box('ftyp', Buffer.from('heic'), U32(0), Buffer.from('mif1heic'));
  const start = ftyp.length + metaAt(0).length + 8;
  return Buffer.concat([ftyp, metaAt(start), box('mdat', ...items.map(({ data }) => data))]);
}
