import { Readable } from 'node:stream';
import type { ExpiryDates } from '@/lib/accounts/administration/ports';
import { createNote } from '@/lib/audit/note';
import { planSweep } from '@/lib/avatars/maintenance/plan';
import { parseAndRun } from '@/lib/commands/parse-and-run';
import type { Caller, CommandServices, Terminal } from '@/lib/commands/ports';
import { createImport } from '@/lib/import/create';
import { createComposer, createMail } from '@/lib/mail/mail';
import { createOutbox } from '@/lib/mail/outbox';
import type { TestApp } from '../app';

/** Input at the terminal. */
export interface Typed {
  answer?: string;
  /** Generated unless given. */
  password?: string;
}

/** The output of a command, and the file that it has saved. */
export interface Outcome {
  code: number;
  out: string;
  err: string;
  file?: { path: string; bytes: Buffer; isComplete: boolean };
}

export const GENERATED = 'a generated password';

/** A terminal of which a test reads what was printed. */
export function fakeTerminal({ answer = '', password }: Typed = {}): { terminal: Terminal; outcome: Omit<Outcome, 'code'> } {
  const outcome: Omit<Outcome, 'code'> = { out: '', err: '' };
  const chunks: Buffer[] = [];
  const terminal: Terminal = {
    async print(text) {
      outcome.out += `${text}\n`;
    },
    async warn(text) {
      outcome.err += `${text}\n`;
    },
    async ask(question) {
      outcome.err += `${question}\n`;
      return answer;
    },
    password: async () => ({ password: password ?? GENERATED, isGenerated: password === undefined }),
    async createFile(path) {
      if (path === 'existing.zip') throw new Error(`Expected a path for a new file, got ${path}: it exists.`);
      outcome.file = { path, bytes: Buffer.of(), isComplete: false };
    },
    async appendToFile(base64) {
      chunks.push(Buffer.from(base64, 'base64'));
    },
    async closeFile() {
      if (outcome.file) outcome.file = { ...outcome.file, bytes: Buffer.concat(chunks), isComplete: true };
    },
  };
  return { terminal, outcome };
}

/** A call of a command without a server, which reads nothing from its standard input. */
export function fakeCaller(cwd = '/nowhere'): Caller {
  return { cwd, input: () => Readable.from([]), interruption: () => new AbortController().signal };
}

/** The services of commands over the records and the storage of an app. */
export function commandServices(app: TestApp, { sendsMail = false }: { sendsMail?: boolean } = {}): CommandServices {
  const { records, storage, sender } = app;
  const report = (error: unknown) => app.reported.push(error);
  const dates = (): ExpiryDates => {
    const now = new Date();
    return { now, invitesBefore: now, auditBefore: new Date(0), messagesBefore: new Date(0) };
  };
  const { services } = app.parts();
  const { accounts, avatars, baseUrl, maxUploadBytes: maxBytes } = services;
  const composer = { product: 'Likeness', language: () => 'en' as const };
  const compose = createComposer(composer);
  return {
    ...services,
    mail: createMail(records, composer),
    outbox: createOutbox(records, sendsMail),
    note: createNote(records, { sender }),
    sender,
    openImport: async (signal) => ({
      ...createImport({ records, compose, baseUrl, personByEmail: accounts.personByEmail, avatars, maxBytes }, signal),
      picturesAtOnce: 1,
    }),
    maintenance: {
      async run() {
        await records.deleteInvitesBefore(dates().invitesBefore);
        return { ran: true, failures: 0, ...(await app.avatars.sweep()) };
      },
      plan: async () => ({
        ...(await planSweep({ records, storage, hasUploads: false, report })),
        ...(await records.countExpired(dates())),
      }),
    },
  };
}

/** Runs commands on an app. */
export function commandsOf(app: TestApp, options: { sendsMail?: boolean } = {}) {
  return async (argv: readonly string[], typed: Typed = {}): Promise<Outcome> => {
    const { terminal, outcome } = fakeTerminal(typed);
    const code = await parseAndRun(argv, { services: commandServices(app, options), terminal, caller: fakeCaller() });
    return { code, ...outcome };
  };
}
