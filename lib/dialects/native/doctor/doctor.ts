import { forwardedAddresses, readableAddress } from '@/lib/accounts/network';
import { AvatarError } from '@/lib/errors';
import { PERMIT_HEADER } from '@/lib/health/doctor/identity';
import { addressOf } from '@/lib/http/admission';
import { fileTooLarge } from '@/lib/http/body/body';
import { defineEndpoint } from '@/lib/http/endpoint';
import { MULTIPART_OVERHEAD_BYTES } from '@/lib/http/limits';
import { anonymous, native, PRIVATE, requireAdministratorInPerson } from '../parts';
import type { DoctorResource, ReceivedProbeResource } from './doctor-schemas';

/** `GET /api/doctor`. Served without Next.js, which adds an `X-Forwarded-For` of its own. */
export const examine = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  nodeAdapter: true,
  // Each examination sends the largest upload through the proxy.
  limited: true,
  parse(request, { principal }) {
    requireAdministratorInPerson(principal, 'The installation can be examined');
    return {
      address: readableAddress(addressOf(request)),
      forwardedFor: forwardedAddresses(request.headers.get('x-forwarded-for')),
    };
  },
  core: (sender, { services }) => services.doctor.examine(sender),
  present: (findings) => Response.json({ findings } satisfies DoctorResource, { headers: PRIVATE }),
});

/** `POST /api/doctor/upload`: counts and discards bytes, for requests of this installation to itself. */
export const receiveProbe = defineEndpoint({
  ...native,
  access: 'anyone',
  credentials: anonymous,
  // Stores nothing.
  writes: false,
  async parse(request, { body, services }) {
    if (!services.doctor.admits(request.headers.get(PERMIT_HEADER) ?? ''))
      throw new AvatarError('forbidden', 'Only this installation sends uploads here, to itself.');
    let bytes = 0;
    const chunks = body.readChunks(services.maxUploadBytes + MULTIPART_OVERHEAD_BYTES, fileTooLarge);
    for await (const chunk of chunks) bytes += chunk.byteLength;
    return bytes;
  },
  core: (bytes) => bytes,
  present: (bytes) => Response.json({ bytes } satisfies ReceivedProbeResource, { headers: PRIVATE }),
});
