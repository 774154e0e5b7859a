/** Lines about variables that others require. @param given without empty ones */
export function missingFrom(given: Record<string, string | undefined>): string[] {
  const missing: Record<string, string> = {};
  if (given.STORAGE === 'vercel-blob') missing.BLOB_READ_WRITE_TOKEN = 'the token of the store, since STORAGE is vercel-blob';
  if (given.STORAGE === 's3') {
    missing.S3_BUCKET = 'the name of the bucket, since STORAGE is s3';
    if (!given.S3_ENDPOINT && !given.AWS_REGION) missing.S3_REGION = 'a region such as eu-central-1, or S3_ENDPOINT, since STORAGE is s3';
  }
  const lines = Object.entries(missing).filter(([name]) => !given[name]);
  return lines.map(([name, expected]) => `  ${name}: expected ${expected} (got nothing)`);
}
