// Share of faces that the circle of a first framing shows, in 60 composed photos with exact marks; and of subjects without a face.
import { spawnSync } from 'node:child_process';
import { median, requirement, table } from './figures.mjs';
import { root } from './server.mjs';

export const title = 'First framings of 60 marked photos: faces wholly in the circle';

export async function run() {
  // The core is TypeScript, so it runs in its own process.
  const { stdout, status, stderr } = spawnSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'bench/framing.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`bench/framing.ts failed: ${stderr}`);
  const { results, subjects } = JSON.parse(stdout);
  const share = (way, some = results) => some.filter(({ shown }) => shown[way]).length / some.length;
  const percent = (value) => `${(100 * value).toFixed(0)} %`;
  const of = (who) => results.filter((result) => result.who === who);
  const row = (name, some) => [name, some.length, ...['faces', 'attention', 'middle'].map((way) => percent(share(way, some)))];
  const head = ['photos', 'number', 'first framing', 'attention alone', 'middle'];
  const rows = [row('all', results), row('towards the camera', of('astronaut')), row('in profile, grey', of('photographer'))];
  const found = results.filter(({ subject }) => subject === 'face');
  const missed = results.filter(({ shown }) => !shown.faces).map(({ number }) => number);
  const more = [
    ['figure', 'value'],
    ['time to propose, median', `${median(results.map(({ ms }) => ms)).toFixed(0)} ms`],
    ['height of the face by side of the square, median', median(found.map(({ part }) => part)).toFixed(2)],
    ['photos whose face is not in the circle', missed.join(', ') || 'none'],
  ];
  const counted = (some, way) => percent(some.filter((one) => one[way]).length / some.length);
  for (const [name, some] of [
    ['subjects near the middle', subjects.filter(({ isComposed }) => isComposed)],
    ['subjects anywhere', subjects.filter(({ isComposed }) => !isComposed)],
  ]) {
    more.push([`${name}, ${some.length} pictures without a face: in the circle by attention`, counted(some, 'attention')]);
    more.push([`${name}: in the circle of the middle`, counted(some, 'middle')]);
  }
  more.push(['faces found where there are none', String(subjects.filter(({ found }) => found === 'face').length)]);
  const requirements = [
    requirement('share of faces in the circle of the first framing', share('faces'), { atLeast: 0.9 }),
    requirement('the same, more than by attention alone', share('faces') - share('attention'), { atLeast: 0 }),
  ];
  return { text: `${table([head, ...rows])}\n\n${table(more)}`, markdown: [head, ...rows], more, requirements };
}
