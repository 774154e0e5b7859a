import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Settings } from '@/lib/storage/settings';

/** Debian's Python, which has Debian's Swift. Another one may come first in PATH. */
const PYTHON = '/usr/bin/python3';

/** Credentials of the server, as the SDK reads them. */
export const S3_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test:tester', AWS_SECRET_ACCESS_KEY: 'testing' };

/** An S3 server of a test's own: OpenStack Swift, see docs/decisions. */
export interface S3Server {
  endpoint: string;
  /** Sends requests without the driver. */
  client: S3Client;
  /** Settings of a new bucket. */
  bucket(): Promise<S3Settings>;
  /** Ends the server at once, as a crash does. Its objects stay. */
  stop(): Promise<void>;
  /** Starts it again at the same endpoint. */
  start(): Promise<void>;
  /** Ends the server and deletes its objects. */
  discard(): Promise<void>;
}

/** Settings of a bucket that needs nothing but an endpoint. */
export function bucketAt(endpoint: string, bucket: string, prefix = ''): S3Settings {
  const rest = { publicUrl: undefined, encryption: undefined, kmsKeyId: undefined };
  return { bucket, region: 'us-east-1', endpoint, prefix, forcePathStyle: true, ...rest };
}

/** Starts one. Sets the variables of its credentials in this process. */
export async function startS3(): Promise<S3Server> {
  Object.assign(process.env, S3_CREDENTIALS);
  const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'likeness-s3-'));
  let [child, port] = await launch(folder, 0);
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  const server: S3Server = {
    endpoint,
    client,
    async bucket() {
      const name = `pictures-${randomBytes(6).toString('hex')}`;
      await client.send(new CreateBucketCommand({ Bucket: name }));
      return bucketAt(endpoint, name);
    },
    async stop() {
      const ended = once(child, 'exit');
      if (child.exitCode === null && child.kill('SIGKILL')) await ended;
    },
    async start() {
      [child, port] = await launch(folder, port);
    },
    async discard() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return server;
}

/** Its standard input is a pipe from this process, with which it ends. */
async function launch(folder: string, port: number): Promise<[child: ChildProcess, port: number]> {
  const script = fileURLToPath(new URL('s3-server.py', import.meta.url));
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = S3_CREDENTIALS;
  const child = spawn(PYTHON, [script, folder, String(port), AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) return [child, Number(line)];
  throw new Error('The S3 server ended. Expected the package python3-swift, and a temporary folder with extended attributes.');
}
