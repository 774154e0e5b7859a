import { type Failure, readFailure } from './failure';
import { noAnswer } from './request';
import type { CodedText, ImportLine } from './resource';

export interface ImportProblem extends CodedText {
  /** In English. */
  problem: string;
}

export interface ImportFailure extends ImportProblem {
  row: number;
  email: string | null;
}

/** How an import went. `failures` are the first of them. */
export interface ImportCounts {
  created: number;
  existing: number;
  failed: number;
  failures: ImportFailure[];
  /** Why it ended early. */
  stopped: ImportProblem | null;
}

export const MAX_SHOWN_FAILURES = 10;

interface Options {
  isDryRun: boolean;
  invites: boolean;
  /** Called as rows are saved. */
  onProgress: (counts: ImportCounts) => void;
}

/** Imports the people of a CSV file. Never throws: failures are answers too. */
export async function sendPeople(
  file: File,
  { isDryRun, invites, onProgress }: Options,
): Promise<{ ok: true; counts: ImportCounts } | { ok: false; failure: Failure }> {
  const counts: ImportCounts = { created: 0, existing: 0, failed: 0, failures: [], stopped: null };
  try {
    const query = new URLSearchParams({ dryRun: String(isDryRun), invite: String(invites) });
    const response = await fetch(`/api/imports?${query}`, { method: 'POST', headers: { 'Content-Type': 'text/csv' }, body: file });
    if (!response.ok || !response.body) {
      return { ok: false, failure: readFailure(response.status, await response.text(), response.headers.get('retry-after')) };
    }
    for await (const line of lines(response.body)) {
      count(counts, JSON.parse(line));
      onProgress({ ...counts });
    }
    return { ok: true, counts };
  } catch {
    return { ok: false, failure: noAnswer() };
  }
}

function count(counts: ImportCounts, line: ImportLine): void {
  if (line.type === 'stopped') counts.stopped = line;
  else {
    counts[line.result] += 1;
    if (line.result !== 'failed' || counts.failures.length >= MAX_SHOWN_FAILURES) return;
    const { row, email, problem, code, params } = line;
    counts.failures.push({ row, email, problem, code, params });
  }
}

/** Not every browser can iterate over a stream. */
async function* lines(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const pieces = (rest + read.value).split('\n');
    rest = pieces.pop() ?? '';
    yield* pieces;
  }
}
