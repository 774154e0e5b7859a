import type { z } from 'zod';
import type { AuditEntry, AuditFilter, AuditRecords } from '@/lib/audit/ports';
import { parseFields } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { native, PRIVATE, requireAdministratorInPerson } from '../parts';
import { type AuditEntryResource, type AuditPageResource, auditExportQuery, auditQuery } from './audit-schemas';

/** Entries that an export reads at once. */
const BATCH = 500;

const administration = { ...native, access: 'person' as const, allowPassword: true };

const query = (request: Request) => Object.fromEntries(new URL(request.url).searchParams);

/** `GET /api/audit` */
export const listAudit = defineEndpoint({
  ...administration,
  parse(request, { principal }) {
    requireAdministratorInPerson(principal, 'The audit log can be read');
    return parseFields(auditQuery, query(request));
  },
  core: (fields, { services }) => auditPage(fields, services.audit),
  present: (page) => Response.json(page, { headers: PRIVATE }),
});

/** `GET /api/audit/export`: all entries, each as JSON on a line of its own. */
export const exportAudit = defineEndpoint({
  ...administration,
  parse(request, { principal }) {
    requireAdministratorInPerson(principal, 'The audit log can be read');
    return filterOf(parseFields(auditExportQuery, query(request)));
  },
  core: (filter, { services }) => lines(filter, services.audit),
  present: (body) =>
    new Response(body, {
      headers: { ...PRIVATE, 'Content-Type': 'application/x-ndjson', 'Content-Disposition': 'attachment; filename="audit.jsonl"' },
    }),
});

/** @param fields a parsed query */
export async function auditPage(
  { cursor: below, limit, ...filter }: z.output<typeof auditQuery>,
  records: Pick<AuditRecords, 'listAudit'>,
): Promise<AuditPageResource> {
  // One more tells whether there is another page.
  const entries = await records.listAudit(filterOf(filter), { below, limit: limit + 1 });
  const shown = entries.slice(0, limit);
  return { entries: shown.map(resource), next: entries.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

function filterOf({
  actor,
  subject,
  ...rest
}: Omit<AuditFilter, 'actorId' | 'subjectId'> & { actor?: number; subject?: number }): AuditFilter {
  return { ...rest, actorId: actor, subjectId: subject };
}

/** Every entry about a person, for themselves: without the ids and network addresses of other people. Ids of service keys stay. */
export async function auditOf(userId: number, records: Pick<AuditRecords, 'listAudit'>): Promise<AuditEntryResource[]> {
  const entries: AuditEntry[] = [];
  for (let below: number | undefined, count = BATCH; count === BATCH; below = entries.at(-1)?.id) {
    const batch = await records.listAudit({ subjectId: userId }, { below, limit: BATCH });
    entries.push(...batch);
    count = batch.length;
  }
  return entries.map(({ details: { lostBy: _, ...details }, ...rest }) => {
    const entry = { ...rest, details };
    const isOther = entry.actor === 'person' && entry.actorId !== userId;
    return resource(isOther ? { ...entry, actorId: null, address: null } : entry);
  });
}

function resource({ at, ...entry }: AuditEntry): AuditEntryResource {
  return { ...entry, at: at.toISOString() };
}

/** Reads a batch each time that the client has taken the one before. */
function lines(filter: AuditFilter, records: Pick<AuditRecords, 'listAudit'>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let below: number | undefined;
  return new ReadableStream({
    async pull(controller) {
      const entries = await records.listAudit(filter, { below, limit: BATCH });
      below = entries.at(-1)?.id;
      if (entries.length > 0) controller.enqueue(encoder.encode(entries.map((entry) => `${JSON.stringify(resource(entry))}\n`).join('')));
      if (entries.length < BATCH) controller.close();
    },
  });
}
