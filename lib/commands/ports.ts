import type { Readable } from 'node:stream';
import type { Administration, ExpiredRows } from '@/lib/accounts/administration/ports';
import type { PasswordResets } from '@/lib/accounts/password-resets/password-resets';
import type { Accounts } from '@/lib/accounts/ports';
import type { Registration } from '@/lib/accounts/registration/registration';
import type { Note } from '@/lib/audit/note';
import type { AuditRecords } from '@/lib/audit/ports';
import type { SenderContext } from '@/lib/audit/sender';
import type { Avatars } from '@/lib/avatars/avatars';
import type { Erasures } from '@/lib/avatars/erasure/erase';
import type { MaintenanceResult } from '@/lib/avatars/maintenance/maintenance';
import type { ObjectsPlan } from '@/lib/avatars/maintenance/plan';
import type { PeopleImport } from '@/lib/import/people';
import type { PictureImport } from '@/lib/import/pictures';
import type { Outbox } from '@/lib/mail/outbox';
import type { Mail } from '@/lib/mail/ports';

/** The terminal of the person who runs a command. Between a command and its terminal there may be a socket. */
export interface Terminal {
  print(text: string): Promise<void>;
  /** Prints to the standard error. */
  warn(text: string): Promise<void>;
  /** Asks for a line. Without a terminal, it is the first line of the standard input; empty if there is none. */
  ask(question: string): Promise<string>;
  /** Reads the password of a new account, or generates one. @param fromStdin reads the first line of the standard input */
  password(fromStdin: boolean): Promise<GivenPassword>;
  /** Creates a file that its owner alone can read. Until {@link closeFile} it is incomplete. @throws Error if it exists */
  createFile(path: string): Promise<void>;
  appendToFile(base64: string): Promise<void>;
  closeFile(): Promise<void>;
}

export interface GivenPassword {
  password: string;
  isGenerated: boolean;
}

/** The services that commands call: those of the server, or the same ones over a database that no server has open. */
export interface CommandServices {
  accounts: Accounts;
  administration: Administration;
  registration: Pick<Registration, 'invites'>;
  passwordResets: Pick<PasswordResets, 'issue'>;
  avatars: Avatars;
  erasures: Erasures;
  mail: Mail;
  outbox: Outbox;
  audit: Pick<AuditRecords, 'listAudit'>;
  maintenance: {
    run(): Promise<MaintenanceResult>;
    /** Counts the rows and objects that a run would delete now. */
    plan(): Promise<ObjectsPlan & ExpiredRows>;
  };
  /** Loads imports, and opens one. @param signal ends waits for the queue of uploads */
  openImport(signal: AbortSignal): Promise<{ people: PeopleImport; pictures: PictureImport; picturesAtOnce: number }>;
  note: Note;
  sender: SenderContext;
  baseUrl: string;
}

/** The process in which a person has called a command. */
export interface Caller {
  /** Working directory: relative paths mean files in it. */
  cwd: string;
  /** Opens the standard input. Null if a server runs the command. */
  input: (() => Readable) | null;
  /** Ends a long command early. Without a server, the first SIGINT or SIGTERM after this call aborts it; the second ends the process. */
  interruption(): AbortSignal;
}

/** The services of one command, its terminal, and where it was called. */
export interface CommandContext {
  services: CommandServices;
  terminal: Terminal;
  caller: Caller;
}

/** The work of a command whose arguments are parsed. @returns the exit code */
export type Task = (context: CommandContext) => Promise<number>;

/** Runs a task where its services are. */
export type RunTask = (task: Task) => Promise<void>;
