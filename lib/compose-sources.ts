import type { Logger } from 'pino';
import type { Counters } from './accounts/rate-limit-ports';
import { type CustomSizesParts, createCustomSizes } from './avatars/delivery/custom-sizes';
import { createDirectoryPicture, type DirectoryPictureParts } from './avatars/provider/directory-picture';
import { createFetchPicture, type FetchPicture } from './avatars/web/fetch-picture';
import { providerPictures } from './compose-accounts';
import type { Env } from './env';
import type { Services } from './http/endpoint';
import type { InputFormat } from './imaging/media-types';
import type { createQueues } from './scheduling/queues';
import { createPainter } from './styles/painter';

interface Parts extends Pick<CustomSizesParts, 'directory' | 'memory'> {
  env: Pick<Env, 'fetching' | 'maxUploadBytes' | 'oidc'>;
  records: DirectoryPictureParts['records'];
  counters: Counters;
  avatars: CustomSizesParts['deliver'];
  queues: Pick<ReturnType<typeof createQueues>, 'onDemand' | 'drawings'>;
  formats: readonly InputFormat[];
  log: Logger;
}

/** Connects the parts that draw pictures, and those that fetch them from elsewhere. */
export function composeSources({
  env,
  avatars,
  directory,
  memory,
  queues,
  ...rest
}: Parts): Pick<Services, 'customSizes' | 'directoryPicture' | 'fetchPicture'> {
  const { log, ...fetching } = { ...rest, maxUploadBytes: env.maxUploadBytes };
  return {
    customSizes: createCustomSizes({
      deliver: avatars,
      directory,
      memory,
      painter: createPainter(),
      semaphore: queues.onDemand,
      drawingSemaphore: queues.drawings,
    }),
    directoryPicture:
      env.oidc && createDirectoryPicture({ ...fetching, pictureAt: providerPictures(env.oidc, log), issuer: env.oidc.issuer }),
    fetchPicture: env.fetching && lazyFetchPicture({ ...fetching, ...env.fetching, log }),
  };
}

type FetchParts = Pick<Parts, 'records' | 'counters' | 'formats' | 'log'> & { trustedOrigins: readonly string[]; maxUploadBytes: number };

/** Loads the client, and the HTTP client in it, with the first request. */
function lazyFetchPicture({ trustedOrigins, log, ...parts }: FetchParts): FetchPicture {
  const report = (error: unknown) => log.warn({ err: error }, 'Request to the address of a picture failed');
  let loaded: Promise<FetchPicture> | undefined;
  return async (...request) => {
    loaded ??= import('./gravatar/web-pictures').then(({ createWebPictures }) =>
      createFetchPicture({ ...parts, web: createWebPictures({ trustedOrigins, report }) }),
    );
    return (await loaded)(...request);
  };
}
