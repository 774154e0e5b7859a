import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { plain } from '../pictures/one-colour';
import { withServer } from '../server/own-server';

// The shell examples of the README and of docs/api, run as printed, but for the port.

const run = promisify(execFile);

/** Each request prints its status to standard error. Machines without jq get the one feature of it that the examples use. */
const PRELUDE = `
set -e
curl() { command curl --silent --write-out '%{stderr}%{http_code}\\n' "$@"; }
jq() {
  node -e '
    let value = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    for (const name of process.argv[1].split(".").slice(1)) value = value[name];
    console.log(value);
  ' "$2"
}
`;

/** Statuses of all requests in a document, in its order. The documents share one server and run one after another. */
const DOCUMENTS: [path: string, before: string, statuses: number[]][] = [
  ['README.md', '', [201, 201, 200, 200, 200, 200, 200, 200, 200]],
  // The README has created the account.
  ['docs/api/native.md', '', [409, 201, 200, 200]],
  ['docs/api/mycargoextra.md', '', [200, 200]],
  ['docs/api/zulip.md', '', [200]],
  ['docs/api/gravatar.md', '', [200]],
  ['docs/api/cloudreve.md', '', [200, 200]],
  // Its first upload creates an avatar, which is an error if there is one.
  ['docs/api/ulule.md', 'curl -X DELETE localhost:3000/api/me/avatar -H "Authorization: Bearer $KEY"', [204, 200, 201, 200, 204]],
];

function examplesOf(path: string): string {
  const blocks = [...readFileSync(path, 'utf8').matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
  return blocks.filter((block) => block.includes('curl ')).join('\n');
}

test('the examples of the documents work as printed', { tag: '@curl' }, async ({ browserName: _ }, testInfo) => {
  const folder = testInfo.outputPath();
  for (const [name, format] of [
    ['me.jpg', 'jpeg'],
    ['me.png', 'png'],
    ['other.png', 'png'],
  ] as const) {
    await writeFile(join(folder, name), await plain(format, [20, 160, 60]));
  }
  await withServer({}, async ({ port }) => {
    let key = '';
    for (const [path, before, statuses] of DOCUMENTS) {
      const script = [PRELUDE, before, examplesOf(path), 'echo "KEY=$KEY"'].join('\n').replaceAll('localhost:3000', `localhost:${port}`);
      const { stdout, stderr } = await run('bash', ['-c', script], { cwd: folder, env: { ...process.env, KEY: key } });
      expect(stderr.match(/^\d{3}$/gm)?.map(Number), path).toEqual(statuses);
      key = /KEY=(\w{32})$/m.exec(stdout)?.[1] ?? '';
    }
  });
});
