import type { ImportResult } from './results';

/** How many rows and pictures of an import had each outcome. */
export interface Summary {
  created: number;
  existing: number;
  failedRows: number;
  /** Accounts that were opened for pictures. */
  opened: number;
  set: number;
  unchanged: number;
  kept: number;
  failedPictures: number;
}

export function emptySummary(): Summary {
  return { created: 0, existing: 0, failedRows: 0, opened: 0, set: 0, unchanged: 0, kept: 0, failedPictures: 0 };
}

/** Adds a result to a summary. */
export function count(summary: Summary, result: ImportResult): void {
  if (result.type === 'stopped') return;
  if (result.type === 'person') summary[result.result === 'failed' ? 'failedRows' : result.result] += 1;
  else {
    summary[result.result === 'failed' ? 'failedPictures' : result.result] += 1;
    if (result.result !== 'failed' && result.opened) summary.opened += 1;
  }
}
