/** Vercel sets VERCEL in its builds and functions. */
export const isFunction = ({ FUNCTIONS, VERCEL }: Record<string, string | undefined>) => (FUNCTIONS ?? (VERCEL ? 'on' : 'off')) === 'on';

/** Further requirements of functions, by variable. */
const OF_FUNCTIONS = {
  BASE_URL: 'the public address, since FUNCTIONS is on',
  DATABASE_URL: 'a PostgreSQL server, since functions have no disk',
  SECRET: 'at least 32 characters, the same in every function, since functions have no disk',
  CRON_SECRET: 'at least 16 characters, for GET /api/cron/sweep, since functions have no timer',
  STORAGE: 'vercel-blob or s3, since functions have no disk',
};

const OF_PROVIDERS = {
  OIDC_ISSUER: 'the address of the provider',
  OIDC_CLIENT_ID: 'the id of the client at the provider',
  OIDC_CLIENT_SECRET: 'the secret of the client at the provider',
};

/** Lines about variables that others require. @param given without empty ones */
export function missingFrom(given: Record<string, string | undefined>): string[] {
  const missing: Record<string, string> = isFunction(given) ? { ...OF_FUNCTIONS } : {};
  if (given.STORAGE === 'vercel-blob') missing.BLOB_READ_WRITE_TOKEN = 'the token of the store, since STORAGE is vercel-blob';
  if (given.REGISTRATION === 'domains') missing.REGISTRATION_DOMAINS = 'domains such as example.org, since REGISTRATION is domains';
  if (given.REGISTRATION_DOMAINS) missing.REGISTRATION = 'domains, since REGISTRATION_DOMAINS is set';
  const ofProvider = Object.keys(given).find((name) => name.startsWith('OIDC_'));
  if (ofProvider) for (const [name, expected] of Object.entries(OF_PROVIDERS)) missing[name] = `${expected}, since ${ofProvider} is set`;
  if (given.STORAGE === 's3') {
    missing.S3_BUCKET = 'the name of the bucket, since STORAGE is s3';
    if (!given.S3_ENDPOINT && !given.AWS_REGION) missing.S3_REGION = 'a region such as eu-central-1, or S3_ENDPOINT, since STORAGE is s3';
  }
  const isGiven = (name: string) => given[name] && !(isFunction(given) && given[name] === 'filesystem');
  const lines = Object.entries(missing).filter(([name]) => !isGiven(name));
  return lines.map(([name, expected]) => `  ${name}: expected ${expected} (got ${given[name] ?? 'nothing'})`);
}
