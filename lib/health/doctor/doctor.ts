import { examine } from './examine';
import type { Check, Finding } from './finding';
import type { Identity } from './identity';

/** How the server sees the administrator who asks. */
export interface SeenSender {
  /** The client address as people read it. */
  address: string;
  /** Addresses of `X-Forwarded-For` in their order, as they arrived. */
  forwardedFor: readonly string[];
}

/** Looks for what keeps this installation from working as it should. */
export interface Doctor extends Pick<Identity, 'proofOf' | 'admits'> {
  examine(sender: SeenSender): Promise<Finding[]>;
}

/** Maximum age of findings that several requests share, in milliseconds. A probe sends the largest upload. */
const SHARED_MS = 5_000;

export interface DoctorParts {
  /** The same for every administrator. Called for each examination. */
  checks: () => readonly Check[];
  /** Depends on the administrator who asks. */
  senderCheck: (sender: SeenSender) => Check;
  report: (error: unknown) => void;
  now?: () => number;
}

/** Runs one examination at a time, however many administrators ask. */
export function createExamination({ checks, senderCheck, report, now = () => performance.now() }: DoctorParts): Doctor['examine'] {
  let current: Promise<Finding[]> | undefined;
  let freshUntil = Number.NEGATIVE_INFINITY;

  function shared(): Promise<Finding[]> {
    if (current === undefined || now() >= freshUntil) {
      freshUntil = Number.POSITIVE_INFINITY;
      current = examine(checks(), report).finally(() => {
        freshUntil = now() + SHARED_MS;
      });
    }
    return current;
  }

  return async (sender) => {
    const [findings, ofSender] = await Promise.all([shared(), examine([senderCheck(sender)], report)]);
    return [...findings, ...ofSender];
  };
}
