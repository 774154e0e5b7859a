import type { Credentials } from '@/lib/accounts/ports';
import { BytesResponse } from '../bytes-response';
import { defineEndpoint, type Endpoint, type Params, type Services } from '../endpoint';
import { nativeErrors } from '../problem';
import type { PictureAnswer } from './picture-answer';
import type { RequestHead } from './request-head';

/** Settings of every endpoint for public pictures. */
export const publicPicture = {
  access: 'anyone' as const,
  // Pictures are public, so credentials are not read.
  credentials: (): Credentials => ({ kind: 'none' }),
  limited: false,
  errors: nativeErrors,
};

export interface PictureEndpointDefinition<Command> {
  /** Has no side effects. */
  parse(head: RequestHead, params: Params): Command;
  answer(command: Command, services: Services): Promise<PictureAnswer>;
}

/** Defines an endpoint for public pictures, which can be answered without `Request` and `Response`: see `send-picture.ts`. */
export function definePictureEndpoint<Command>({ parse, answer }: PictureEndpointDefinition<Command>): Endpoint {
  const endpoint = defineEndpoint({
    ...publicPicture,
    nodeAdapter: true,
    parse: (request, { params }) => parse(request, params),
    core: (command, { services }) => answer(command, services),
    present: responseOf,
    madeFrom: ({ madeFrom }) => madeFrom,
  });
  return { ...endpoint, picture: async (head, params, services) => answer(parse(head, params), services) };
}

function responseOf({ status, headers, body }: PictureAnswer): Response {
  return body ? new BytesResponse(body, { status, headers }) : new Response(null, { status, headers });
}
