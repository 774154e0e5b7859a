import { defineEndpoint } from '@/lib/http/endpoint';
import { native, PRIVATE, requireOwner } from '../parts';
import { personArchive } from './export-archive';

/** `GET /api/me/export`: everything that the server keeps of the person, as a ZIP archive that is made while it is sent. */
export const getExport = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  // Reads up to a dozen originals.
  limited: true,
  parse: (_request, { principal }) => requireOwner(principal, 'Data can be downloaded'),
  core: ({ userId, sessionId }, { services }) => personArchive(userId, services, sessionId),
  present: (archive) =>
    new Response(archive, {
      headers: {
        ...PRIVATE,
        'Content-Type': 'application/zip',
        'Content-Disposition': 'attachment; filename="likeness.zip"',
        'X-Content-Type-Options': 'nosniff',
      },
    }),
});
