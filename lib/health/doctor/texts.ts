import { type CodedText, englishTexts, type ValuesOf } from '@/lib/languages/english-texts';
import english from '@/messages/en/health.json';
import type { WebFailure } from './web';

export type CheckId = keyof typeof english.list.checks;
export type ObservationCode = keyof typeof english.observations;
export type RemedyCode = keyof typeof english.remedies;

export type Observation = CodedText<ObservationCode>;
export type Remedy = CodedText<RemedyCode>;

interface Status {
  /** Of the HTTP response. */
  status: number;
}

interface Room {
  /** Megabytes. */
  free: number;
  reserved: number;
}

interface Upload {
  megabytes: number;
}

/** The values of the observations that have some. */
interface ObservationValues {
  check_timeout: { seconds: number };
  administrator_count: { count: number };
  base_url_bad_gateway: Status;
  base_url_status: Status;
  base_url_unreached: { failure: WebFailure };
  caching_status: Status;
  caching_sent_again: Status;
  clock_agrees: { other: 'proxy' | 'database' };
  clock_differs: { other: 'proxy' | 'database'; seconds: number };
  database_lacks: { migrations: string[] };
  database_newer: { migrations: string[] };
  disk_full: Room;
  disk_room: Room;
  disk_trend: { days: number };
  mail_kept: { count: number };
  mail_waits: { count: number; minutes: number };
  mail_given_up: { count: number };
  mail_answer: { answer: string };
  public_registration: { registration: 'open' | 'invite' | 'domains' | 'closed' };
  public_lookup: { lookup: 'any' | 'proved' };
  server_status: Status;
  server_not_ready: { checks: string[] };
  secrets_folder_open: { mode: string };
  secrets_file_open: { name: string; mode: string };
  secrets_short: { from: 'SECRET' | 'file'; characters: number; expected: number };
  secrets_guessable: { from: 'SECRET' | 'file'; characters: number };
  trust_proxy_seen: { address: string };
  upload_whole: Upload;
  upload_too_large: Upload;
  upload_busy: Upload & Status;
  upload_lost: Upload & Status;
  upload_closed: Upload;
}

/** The values of the remedies that have some. */
interface RemedyValues {
  close_file: { name: string };
  trust_address: { address: string };
  raise_body_limit: Upload;
}

export function observation<Code extends ObservationCode>(code: Code, ...[params]: ValuesOf<Code, ObservationValues>): Observation {
  return { code, params: { ...params } };
}

export function remedy<Code extends RemedyCode>(code: Code, ...[params]: ValuesOf<Code, RemedyValues>): Remedy {
  return { code, params: { ...params } };
}

export const checkTitle = (id: CheckId): string => english.list.checks[id];

export const observationText = englishTexts(english.observations);
export const remedyText = englishTexts(english.remedies);
