import type { Failure } from './failure';

/** A form as the server rendered it, and what became of it if the browser posted it without a script. */
export interface Posted {
  /** Where the browser posts it to. With a script it is sent to the native API instead. */
  action: string;
  failure: Failure | null;
  /** The entered values, never a password. */
  values: Readonly<Partial<Record<string, string>>>;
  done: Record<string, unknown> | null;
}
