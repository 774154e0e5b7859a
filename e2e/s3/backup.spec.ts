import { test } from '@playwright/test';
import { S3_CREDENTIALS, startS3 } from '@/testing/s3';
import { backUpAndRestore } from '../server/backup';

test('a backup of pictures in a bucket, restored to another one, shows every picture as before', async () => {
  const s3 = await startS3();
  const settings = async () => ({
    DATABASE_URL: '',
    STORAGE: 's3',
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET: (await s3.bucket()).bucket,
    ...S3_CREDENTIALS,
  });
  try {
    await backUpAndRestore([await settings(), await settings()]);
  } finally {
    await s3.discard();
  }
});
