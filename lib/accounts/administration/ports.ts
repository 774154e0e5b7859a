import type { ImportRecords } from '../imports/ports';
import type { Person, Role } from '../ports';

/** Which people a list shows. */
export interface PeopleFilter {
  /** Each of these words begins a word of the name or the address. */
  words: readonly string[];
  role?: Role | undefined;
  state?: 'enabled' | 'disabled' | undefined;
}

export interface PeopleCounts {
  people: number;
  administrators: number;
  disabled: number;
}

export interface PersonChange {
  role?: Role | undefined;
  disabled?: boolean | undefined;
}

/** The rows that have expired, by their kind. */
export interface ExpiredRows {
  sessions: number;
  links: number;
  invites: number;
  auditEntries: number;
  messages: number;
  /** Accounts whose deletion is due. */
  accounts: number;
}

/** When rows count as expired. */
export interface ExpiryDates {
  now: Date;
  /** Invites that expired before this time. */
  invitesBefore: Date;
  auditBefore: Date;
  messagesBefore: Date;
}

export interface AdministrationRecords extends ImportRecords {
  /** The newest accounts first. @param before an id: only accounts below it */
  listPeople(filter: PeopleFilter, page: { before?: number | undefined; limit: number }): Promise<Person[]>;
  countMatching(filter: PeopleFilter): Promise<number>;
  countPeople(): Promise<PeopleCounts>;
  /** By id; people who are deleted are missing. */
  namesOf(userIds: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /**
   * Disabling ends every session and token family in the same transaction.
   * @throws AvatarError not_found; last_administrator
   */
  changePerson(userId: number, change: PersonChange): Promise<Person>;
  /** Counts what the maintenance would delete. */
  countExpired(dates: ExpiryDates): Promise<ExpiredRows>;
}

export interface PeoplePage {
  people: Person[];
  /** For the next page; null on the last one. */
  next: number | null;
  /** How many people the filter selects, on all pages. */
  matching: number;
  /** Of all people. */
  counts: PeopleCounts;
}

/** Changes of accounts by administrators. Callers check that the sender is one. */
export interface Administration {
  list(filter: { text: string } & Omit<PeopleFilter, 'words'>, page: { before?: number | undefined; limit: number }): Promise<PeoplePage>;
  /** By id; people who are deleted are missing. */
  namesOf(userIds: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** @throws AvatarError not_found; last_administrator */
  change(userId: number, change: PersonChange): Promise<Person>;
  /**
   * Mails the person a link to choose a new password, as often an hour as they could ask for one themselves.
   * @throws AvatarError not_found; reset_refused; rate_limited
   */
  sendPasswordReset(userId: number): Promise<void>;
}
