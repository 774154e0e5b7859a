// Whether the server's memory grows with the number of uploads that it has taken.
import { requirement, table } from './figures.mjs';
import { asForm, makePhoto } from './photo.mjs';
import { memoryMb, upload, withServer } from './server.mjs';

const CONCURRENCY = 4;
const FIRST = 20;
const ALL = 200;

export const title = `Memory of the server, uploads of the photo at concurrency ${CONCURRENCY}`;

export async function run() {
  const form = asForm(await makePhoto());
  return withServer(async (server) => {
    const idle = memoryMb(server.pid);
    await uploads(server, form, FIRST);
    const first = memoryMb(server.pid);
    await uploads(server, form, ALL - FIRST);
    const all = memoryMb(server.pid);
    const mb = (value) => `${value.toFixed(0)} MB`;
    const lines = [
      ['resident', ''],
      ['idle', mb(idle.now)],
      [`after ${FIRST}`, mb(first.now)],
      [`after ${ALL}`, mb(all.now)],
      ['peak', mb(all.peak)],
    ];
    const growth = all.now - first.now;
    return { text: table(lines), requirements: [requirement(`memory, ${FIRST} to ${ALL} uploads`, growth, { atMost: 150 }, ' MB')] };
  });
}

async function uploads(server, form, count) {
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await upload(server, form);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}
