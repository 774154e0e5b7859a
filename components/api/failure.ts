import type { Problem } from './resource';

export type FieldProblems = NonNullable<Problem['fieldProblems']>;

/** Why a request failed. `code` is that of the server, or one of ours if there was no response that we can read. */
export interface Failure {
  code: string;
  status: number;
  /** A sentence for developers, in English. Pages explain the code. */
  detail: string;
  /** The same by field. */
  fields: Record<string, string>;
  /** How each field is wrong, as stable words. */
  fieldProblems: FieldProblems;
  /** The members of the problem, such as limits, by which texts say more than the code. */
  details: ReadProblem;
  limitBytes?: number;
  retryAfterSeconds?: number;
}

export function failure(code: 'offline' | 'unreachable' | 'timeout' | 'aborted' | 'unexpected'): Failure {
  return { code, status: 0, detail: '', fields: {}, fieldProblems: {}, details: {} };
}

/** Reads `application/problem+json`. A proxy in front of the server sends HTML; then only the status is known. */
export function readFailure(status: number, body: string, retryAfter: string | null): Failure {
  const problem = parseObject(body);
  const retryAfterSeconds = Number(problem.retryAfterSeconds ?? retryAfter ?? Number.NaN);
  return {
    code: typeof problem.code === 'string' ? problem.code : codeOf(status),
    status,
    detail: typeof problem.detail === 'string' ? problem.detail : '',
    fields: problem.fields && typeof problem.fields === 'object' ? (problem.fields as Record<string, string>) : {},
    fieldProblems: problem.fieldProblems && typeof problem.fieldProblems === 'object' ? (problem.fieldProblems as FieldProblems) : {},
    details: problem,
    limitBytes: typeof problem.limitBytes === 'number' ? problem.limitBytes : undefined,
    retryAfterSeconds: Number.isFinite(retryAfterSeconds) ? retryAfterSeconds : undefined,
  };
}

function codeOf(status: number): string {
  if (status === 401) return 'not_authenticated';
  if (status === 413) return 'file_too_large';
  if (status === 429) return 'rate_limited';
  if (status === 502 || status === 504) return 'unreachable';
  return status === 503 ? 'busy' : 'unexpected';
}

/** The members of a problem, of any type: a proxy may have sent the body. */
export type ReadProblem = { [Member in keyof Problem]?: unknown };

function parseObject(text: string): ReadProblem {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}
