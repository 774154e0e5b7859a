import type { Principal } from '@/lib/accounts/ports';
import type { ServicePrincipal } from '@/lib/accounts/service-keys/ports';
import { redacted } from './redact';

/** One line for each event, with fields. `lib/composition.ts` passes pino. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Whether lines of this level are written; undefined for yes. */
  isLevelEnabled?(level: string): boolean;
}

/** Methods whose successful requests are logged at the level `debug` only. */
const READS = ['GET', 'HEAD', 'OPTIONS'];

/** The fields of log lines about one request. No e-mail address, token or file name is among them. */
export interface RequestLog {
  /** Set once the request is authenticated. */
  principal: Principal | ServicePrincipal | null;
  fields(code: string): object;
  /** Logs a request that succeeded. */
  finished(outcome: string, status: number): void;
}

export function createRequestLog(
  { method, url }: { method: string; url: string },
  { requestId, dialect, log, start = performance.now() }: { requestId: string; dialect: string; log: Log; start?: number | undefined },
): RequestLog {
  const entry: RequestLog = {
    principal: null,
    fields: (code) => ({
      requestId,
      dialect,
      ...senderOf(entry.principal),
      method,
      path: redacted(new URL(url).pathname),
      code,
      ms: Math.round(performance.now() - start),
    }),
    finished(outcome, status) {
      const level = READS.includes(method) ? 'debug' : 'info';
      // Most requests are reads, and their line is usually off.
      if (log.isLevelEnabled?.(level) === false) return;
      log[level]({ ...entry.fields(outcome), status }, 'Request finished');
    },
  };
  return entry;
}

function senderOf(principal: RequestLog['principal']): { userId?: number; serviceKeyId?: number } {
  if (principal?.via === 'service-key') return { serviceKeyId: principal.keyId };
  return principal ? { userId: principal.userId } : {};
}
