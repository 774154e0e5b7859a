import { AsyncResource } from 'node:async_hooks';
import type { Principal } from '@/lib/accounts/ports';
import type { ServicePrincipal } from '@/lib/accounts/service-keys/ports';
import { readBytes } from '@/lib/http/body/body';
import { parseFields } from '@/lib/http/body/fields';
import { type Context, defineEndpoint } from '@/lib/http/endpoint';
import { MAX_IMPORT_BYTES } from '@/lib/http/limits';
import { readCsv } from '@/lib/import/csv';
import { readJsonLines } from '@/lib/import/json-lines';
import type { PersonOutcome } from '@/lib/import/people';
import { native, PRIVATE, requireAdministratorInPerson } from '../parts';
import { type ImportLine, importQuery } from './import-schemas';
import { presentLines } from './json-lines';

/** Lines that are sent at once. */
const LINES_PER_CHUNK = 100;

const PIECE_BYTES = 64 * 1024;

type Importing = Context<Principal | ServicePrincipal>;

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
    requireImporter(principal);
    const query = parseFields(importQuery, Object.fromEntries(new URL(request.url).searchParams));
    return { ...query, isCsv: body.contentType.value === 'text/csv', bytes: await readBytes(body, MAX_IMPORT_BYTES) };
  },
  core({ dryRun, invite, isCsv, bytes }, context) {
    const rows = isCsv ? readCsv(pieces(bytes)) : readJsonLines(pieces(bytes));
    // A key that opened an account of an administrator would have all rights.
    const allowsAdministrators = context.principal.via !== 'service-key';
    const options = { isDryRun: dryRun, invites: invite, allowsAdministrators };
    return lines(context.services.peopleImport.run(rows, options), bytes.byteLength, context);
  },
  present: (body) => presentLines(body, PRIVATE),
});

/** @throws AvatarError forbidden */
function requireImporter(principal: Principal | ServicePrincipal): void {
  if (principal.via !== 'service-key') requireAdministratorInPerson(principal, 'People can be imported');
}

/** Parsers hold the rows of a piece in memory. */
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

/**
 * The client decides how fast the rows are read. Credentials that end meanwhile end the import.
 *
 * @param held bytes in memory until it is over
 * @throws AvatarError busy
 */
function lines(
  outcomes: AsyncGenerator<PersonOutcome>,
  held: number,
  { body, requireCurrent, failureOf }: Importing,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const reservation = body.openReservation();
  reservation.add(held);
  // The stream is read outside of the request, whose sender is in the entries of the audit log.
  const next = AsyncResource.bind(() => outcomes.next());
  const end = AsyncResource.bind(async () => {
    reservation.close();
    await outcomes.return(undefined);
  });

  /** @returns whether there may be more */
  async function fill(chunk: ImportLine[]): Promise<boolean> {
    requireImporter(await requireCurrent());
    while (chunk.length < LINES_PER_CHUNK) {
      const { done, value } = await next();
      if (done) return false;
      chunk.push(value.result);
    }
    return true;
  }

  return new ReadableStream(
    {
      async pull(controller) {
        const chunk: ImportLine[] = [];
        const isOver = await fill(chunk).then(
          (isMore) => !isMore,
          (error) => {
            const { message, code } = failureOf(error).error;
            chunk.push({ type: 'stopped', problem: message, code, params: {} });
            return true;
          },
        );
        if (chunk.length > 0) controller.enqueue(encoder.encode(chunk.map((line) => `${JSON.stringify(line)}\n`).join('')));
        if (!isOver) return;
        await end().catch(failureOf);
        controller.close();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
