import { AsyncResource } from 'node:async_hooks';
import { isAvatarError } from '@/lib/errors';
import { readBytes } from '@/lib/http/body/body';
import { parseFields } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { MAX_IMPORT_BYTES } from '@/lib/http/limits';
import { readCsv } from '@/lib/import/csv';
import { readJsonLines } from '@/lib/import/json-lines';
import type { PersonOutcome } from '@/lib/import/people';
import { native, PRIVATE, requireAdministratorInPerson } from '../parts';
import { type ImportLine, importQuery } from './import-schemas';

/** Lines that are sent at once. */
const LINES_PER_CHUNK = 100;

const PIECE_BYTES = 64 * 1024;

/**
 * `POST /api/imports`: people as CSV (`text/csv`) or JSON lines (any other type). The response has a line for each row once it is saved, so
 * a client sees the progress, and ends the import by closing the connection.
 */
export const importPeople = defineEndpoint({
  ...native,
  access: 'operator',
  serviceScope: 'people:write',
  allowPassword: true,
  async parse(request, { principal, body }) {
    if (principal.via !== 'service-key') requireAdministratorInPerson(principal, 'People can be imported');
    const query = parseFields(importQuery, Object.fromEntries(new URL(request.url).searchParams));
    return { ...query, isCsv: body.contentType.value === 'text/csv', bytes: await readBytes(body, MAX_IMPORT_BYTES) };
  },
  core({ dryRun, invite, isCsv, bytes }, { services, principal }) {
    const rows = isCsv ? readCsv(pieces(bytes)) : readJsonLines(pieces(bytes));
    // A key that opened an account of an administrator would have all rights.
    const allowsAdministrators = principal.via !== 'service-key';
    return lines(services.peopleImport.run(rows, { isDryRun: dryRun, invites: invite, allowsAdministrators }));
  },
  present: (body) => new Response(body, { headers: { ...PRIVATE, 'Content-Type': 'application/x-ndjson' } }),
});

/** Parsers hold the rows of a piece in memory. */
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

function lines(outcomes: AsyncGenerator<PersonOutcome>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  // The stream is read outside of the request, whose sender is in the entries of the audit log.
  const next = AsyncResource.bind(() => outcomes.next());
  const end = AsyncResource.bind(() => outcomes.return(undefined));
  return new ReadableStream(
    {
      async pull(controller) {
        const chunk: ImportLine[] = [];
        let isOver = false;
        try {
          while (!isOver && chunk.length < LINES_PER_CHUNK) {
            const { done, value } = await next();
            if (done) isOver = true;
            else chunk.push(value.result);
          }
        } catch (error) {
          if (!isAvatarError(error)) throw error;
          isOver = true;
          chunk.push({ type: 'stopped', problem: error.message });
        }
        if (chunk.length > 0) controller.enqueue(encoder.encode(chunk.map((line) => `${JSON.stringify(line)}\n`).join('')));
        if (isOver) controller.close();
      },
      async cancel() {
        await end();
      },
    },
    { highWaterMark: 0 },
  );
}
