import { encodeJpeg, segment } from './jpeg-codec';

const XMP = 'http://ns.adobe.com/xap/1.0/\0';

const xmp = (attributes: string, inner = '') =>
  segment(
    0xe1,
    Buffer.from(
      `${XMP}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/" hdrgm:Version="1.0" ${attributes}>${inner}</rdf:Description></rdf:RDF></x:xmpmeta>`,
    ),
  );

/**
 * A photo as Android cameras write it (Ultra HDR 1.1): the picture and a second JPEG with a gain map for HDR displays. XMP and a
 * multi-picture index (CIPA DC-007) list both. SDR displays show only the first.
 */
export function ultraHdr(picture: Buffer): Buffer {
  const brightness = 'hdrgm:GainMapMin="0" hdrgm:GainMapMax="3" hdrgm:Gamma="1" hdrgm:HDRCapacityMin="0" hdrgm:HDRCapacityMax="3"';
  const map = encodeJpeg({ width: 24, height: 16, at: (x, y) => [(x * 9 + y * 3) % 256] }, [xmp(brightness)]);
  const item = (semantic: string, length: number) =>
    `<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="${semantic}" Item:Mime="image/jpeg" Item:Length="${length}"/></rdf:li>`;
  const directory = `<Container:Directory><rdf:Seq>${item('Primary', 0)}${item('GainMap', map.byteLength)}</rdf:Seq></Container:Directory>`;
  const head = xmp('', directory);
  const length = picture.byteLength + head.byteLength + index(0, 0, 0).byteLength;
  // Offsets are relative to the header of the index, eight bytes into its segment.
  const offset = length - (2 + head.byteLength + 8);
  return Buffer.concat([picture.subarray(0, 2), head, index(length, map.byteLength, offset), picture.subarray(2), map]);
}

function index(length: number, mapLength: number, mapOffset: number): Buffer {
  const uint32 = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer);
  const field = (tag: number, type: number, count: number, value: number) =>
    Buffer.concat([Buffer.from(Uint16Array.of(tag, type).buffer), uint32(count, value)]);
  const entriesAt = 8 + 2 + 3 * 12 + 4;
  return segment(
    0xe2,
    Buffer.from('MPF\0II*\0'),
    uint32(8),
    [3, 0],
    field(0xb000, 7, 4, Buffer.from('0100').readUInt32LE()),
    field(0xb001, 4, 1, 2),
    field(0xb002, 7, 32, entriesAt),
    uint32(0),
    uint32(0x20030000, length, 0, 0),
    uint32(0, mapLength, mapOffset, 0),
  );
}
