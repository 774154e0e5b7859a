import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import type { S3Settings } from './settings';

/** Bounds on one operation, in milliseconds. */
export interface S3Limits {
  connectMs: number;
  /** From the start of an attempt to the head of its answer, with the upload of the body. */
  answerMs: number;
  /** Without a byte on the connection. */
  idleMs: number;
  /** For all attempts together, with the download of the body. */
  totalMs: number;
  /** Attempts at one request. The SDK waits between them, with jitter, and makes fewer while many requests fail. */
  attempts: number;
}

export const S3_LIMITS: S3Limits = { connectMs: 3_000, answerMs: 20_000, idleMs: 10_000, totalMs: 45_000, attempts: 3 };

/** Connections at the same time. Further requests wait in the client. */
const MAX_CONNECTIONS = 64;

export function createS3Client({ endpoint, region, forcePathStyle }: S3Settings, limits: S3Limits): S3Client {
  const agent = { keepAlive: true, maxSockets: MAX_CONNECTIONS };
  const client = new S3Client({
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    forcePathStyle,
    retryMode: 'standard',
    maxAttempts: limits.attempts,
    // Stores other than Amazon's refuse or ignore the SDK's CRC. The signature covers the SHA-256 of each body anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.answerMs,
      throwOnRequestTimeout: true,
      socketTimeout: limits.idleMs,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
  addContentMd5(client);
  return client;
}

/** DeleteObjects has required Content-MD5 since 2011. Amazon accepts the SDK's CRC instead of it, other services do not. */
function addContentMd5(client: S3Client): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const request = args.request as { body?: unknown; headers: Record<string, string> };
        if (commandName === 'DeleteObjectsCommand' && typeof request.body === 'string') {
          request.headers['content-md5'] = createHash('md5').update(request.body).digest('base64');
        }
        return next(args);
      },
    { step: 'build', priority: 'low', name: 'contentMd5' },
  );
}
