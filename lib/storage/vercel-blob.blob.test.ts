import { randomBytes } from 'node:crypto';
import { get, put } from '@vercel/blob';
import { storageContract } from './storage.contract';
import { blobStorage } from './vercel-blob';

const { BLOB_TEST_TOKEN: token = '', BLOB_TEST_ACCESS } = process.env;
const access = BLOB_TEST_ACCESS === 'public' ? 'public' : 'private';

process.env.VERCEL_BLOB_RETRIES = '0';
delete process.env.VERCEL_BLOB_API_URL;

storageContract('Vercel Blob', async () => {
  const prefix = `test-${randomBytes(8).toString('hex')}/`;
  const damage = async (key: string, change: (file: Buffer) => Buffer) => {
    const found = await get(prefix + key, { token, access, useCache: false });
    const file = Buffer.from(await new Response(found?.stream).arrayBuffer());
    // The SDK takes no empty body: a stream without a byte is one.
    await put(prefix + key, new Blob([new Uint8Array(change(file))]).stream(), { token, access, allowOverwrite: true });
  };
  return { storage: blobStorage({ token, access, prefix, apiUrl: undefined }), damage };
});
