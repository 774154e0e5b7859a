// Answers about e-mail addresses that have an account beside addresses that have none, on PostgreSQL: their times must not tell which.
import { createHash, randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import * as argon2 from '@node-rs/argon2';
import { median, requirement, table } from './figures.mjs';
import { query, withDatabases } from './people.mjs';
import { EMAIL, running, send, withDataFolder } from './server.mjs';

/** Pairs of requests for each answer. `BENCH_PAIRS` changes it. */
const PAIRS = Number(process.env.BENCH_PAIRS ?? 200);
const WARM_UP_PAIRS = 20;

/** Time after each answer, in milliseconds: the mail of one request must not slow down the next. */
const PAUSE_MS = 15;

const PASSWORD = 'a long enough password';
/** As lib/accounts/password.ts has it. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const title = `Answers for addresses with and without an account, ${PAIRS} pairs of each, on PostgreSQL`;

const hash = (algorithm, text) => createHash(algorithm).update(text).digest('hex');
const post = (path, json, headers = {}) => ({
  method: 'POST',
  path,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(json),
});

/** The requests, each with the status that both addresses get. */
const ANSWERS = {
  'sign-in': { status: 200, request: ({ email }) => post('/session/token', { email, password: 'wrong password' }) },
  'sign-up': { status: 202, request: ({ email }) => post('/api/accounts', { email, name: 'Eve', password: PASSWORD }) },
  reset: { status: 202, request: ({ email }) => post('/api/password-resets', { email }) },
  link: { status: 202, request: ({ email }, key) => post('/api/me/addresses', { email }, { Authorization: key }) },
  verify: { status: 410, request: ({ token }) => post('/api/addresses/verify', { token }) },
};

export async function run() {
  return withDatabases(1, (url) =>
    // The account of the measurements opens without a link.
    withDataFolder(
      (dataDir) =>
        running(dataDir, { DATABASE_URL: url, EMAIL_VERIFICATION: 'required' }, async ({ base, agent }) => {
          const Authorization = await passwordOf(url);
          const rows = [];
          for (const [name, { status, request }] of Object.entries(ANSWERS)) {
            const ask = async (side) => {
              const began = performance.now();
              const answer = await send({ base, agent, ...request(side, Authorization) });
              const took = performance.now() - began;
              if (answer.status !== status) throw new Error(`${name} answered ${answer.status}: ${answer.body}`);
              await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
              return took;
            };
            rows.push({ name, ...(await inPairs(await addPairs(url, name, WARM_UP_PAIRS + PAIRS), ask)) });
          }
          return presented(rows);
        }),
      { DATABASE_URL: url },
    ),
  );
}

/** Asks about both addresses of each pair, first one and then the other. */
async function inPairs(pairs, ask) {
  const times = { known: [], unknown: [] };
  for (const [index, pair] of pairs.entries()) {
    for (const side of index % 2 === 0 ? ['known', 'unknown'] : ['unknown', 'known']) {
      const took = await ask(pair[side]);
      if (index >= WARM_UP_PAIRS) times[side].push(took);
    }
  }
  // Of each pair, so that the load of the machine affects both sides of a ratio.
  const ratio = median(times.known.map((took, index) => took / times.unknown[index]));
  return { known: median(times.known), unknown: median(times.unknown), ratio };
}

/** Gives the account of the measurements a known password. @returns its credentials */
async function passwordOf(url) {
  await query(url, 'UPDATE "User" SET "passwordHash" = $1 WHERE "email" = $2', [await argon2.hash(PASSWORD, ARGON2), EMAIL]);
  return `Basic ${Buffer.from(`${EMAIL}:${PASSWORD}`).toString('base64')}`;
}

/** People with a proved address, each beside an address without an account, and a lapsed link to the first, as when another person proves the address. */
async function addPairs(url, name, count) {
  const passwordHash = await argon2.hash(randomBytes(12).toString('hex'), ARGON2);
  const pairs = [];
  for (let n = 0; n < count; n += 1) {
    const [email, other] = [`known-${name}-${n}@example.org`, `other-${name}-${n}@example.org`];
    const [token, never] = [0, 1].map(() => randomBytes(32).toString('base64url'));
    const [{ id }] = await query(
      url,
      'INSERT INTO "User" ("email", "name", "passwordHash", "generatedKey") VALUES ($1, $1, $2, $3) RETURNING "id"',
      [email, passwordHash, randomBytes(20).toString('hex')],
    );
    await query(
      url,
      `INSERT INTO "EmailAddress" ("userId", "email", "emailMd5", "emailSha256", "proof", "provedAt") VALUES ($1, $2, $3, $4, 'link', now())`,
      [id, email, hash('md5', email), hash('sha256', email)],
    );
    await query(
      url,
      `INSERT INTO "MailedLink" ("sha256", "purpose", "userId", "email", "expiresAt")
       SELECT $1, 'verify-address', "id", $2, now() - interval '1 minute' FROM "User" WHERE "email" = $3`,
      [hash('sha256', token), email, EMAIL],
    );
    pairs.push({ known: { email, token }, unknown: { email: other, token: never } });
  }
  return pairs;
}

function presented(rows) {
  const ms = (value) => `${value.toFixed(2)} ms`;
  const lines = [
    ['medians', 'with an account', 'without', 'ratio'],
    ...rows.map(({ name, known, unknown, ratio }) => [name, ms(known), ms(unknown), ratio.toFixed(3)]),
  ];
  return {
    text: table(lines),
    markdown: lines,
    requirements: rows.flatMap(({ name, ratio }) => [
      requirement(`${name}, time with an account to without`, Math.max(ratio, 1 / ratio), { atMost: 1.1 }),
    ]),
  };
}
