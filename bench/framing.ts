// Run by framing.mjs: proposes framings for marked photos, of faces and of other subjects; prints JSON.
import { performance } from 'node:perf_hooks';
import { createFaceThread } from '@/lib/decoders/faces';
import { decodeHeader } from '@/lib/imaging/decode/header';
import { decodeSearched, findFirstFraming } from '@/lib/imaging/framing/first-framing';
import { resolveCrop } from '@/lib/imaging/geometry/crop';
import type { FaceFinder } from '@/lib/imaging/types';
import { isInCircle, type MarkedPhoto, markedPhoto } from '@/testing/faces/photos';
import { markedSubject } from '@/testing/faces/subjects';

const PHOTOS = 60;

const thread = createFaceThread({
  report: (error) => {
    throw error;
  },
});
// Starts it.
await propose(await markedPhoto(0), thread.find);

async function propose({ bytes }: Pick<MarkedPhoto, 'bytes'>, faces: FaceFinder | null) {
  const source = await decodeHeader(bytes);
  return findFirstFraming(source, await decodeSearched(bytes, source), faces);
}

const ways = { faces: thread.find, attention: null };
const results: object[] = [];
for (let number = 0; number < PHOTOS; number += 1) {
  const photo = await markedPhoto(number);
  const shown: Record<string, boolean> = { middle: isInCircle(photo.face, resolveCrop(photo)) };
  let [ms, subject, part] = [0, '', 0];
  for (const [way, faces] of Object.entries(ways)) {
    const start = performance.now();
    const framing = await propose(photo, faces);
    shown[way] = isInCircle(photo.face, framing.crop);
    if (way === 'faces') [ms, subject, part] = [performance.now() - start, framing.subject, photo.face.height / framing.crop.width];
  }
  results.push({ number, who: photo.who, shown, subject, ms, part });
}
const subjects: object[] = [];
for (const isComposed of [true, false]) {
  for (let number = 0; number < PHOTOS; number += 1) {
    const picture = await markedSubject(number, isComposed);
    const framing = await propose(picture, thread.find);
    subjects.push({
      isComposed,
      found: framing.subject,
      attention: isInCircle(picture.subject, framing.crop),
      middle: isInCircle(picture.subject, resolveCrop(picture)),
    });
  }
}
await thread.close();
console.log(JSON.stringify({ results, subjects }));
