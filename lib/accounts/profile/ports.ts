/** The fields of a person that they choose themselves. */
export interface Profile {
  name: string;
  /** The name that other people and applications see; null: the same. */
  publicName: string | null;
  /** One of the languages of pages and mail; null: that of the browser. */
  language: string | null;
  /** IANA name of the time zone in which dates are shown; null: that of the browser, and UTC in messages. */
  timeZone: string | null;
}

/** The fields that change. */
export type ProfileChange = Partial<Profile>;
