import type { ImportResult } from '@/lib/import/results';
import type { Summary } from '@/lib/import/summary';

const EVERY_MS = 1_000;

/** Failures that are shown; the report has all of them. */
const SHOWN_FAILURES = 20;

/** Tells how far an import is, once a second, and its first failures. */
export function createProgress() {
  const started = performance.now();
  let [rows, pictures, failures, shownAt] = [0, 0, 0, started];
  /** Time spent on each. */
  const spent = { person: 0, picture: 0, stopped: 0 };
  let last = started;
  const seconds = () => (performance.now() - started) / 1000;
  const rate = (done: number, ms: number) => `${((done * 1000) / Math.max(ms, 1)).toFixed(0)}/s`;

  return {
    /** @returns lines to show now */
    add(result: ImportResult): string[] {
      const lines: string[] = [];
      spent[result.type] += performance.now() - last;
      last = performance.now();
      if (result.type === 'person') rows += 1;
      if (result.type === 'picture') pictures += 1;
      if ('problem' in result) {
        failures += 1;
        if (failures <= SHOWN_FAILURES || result.type === 'stopped') lines.push(sentence(result));
        if (failures === SHOWN_FAILURES) lines.push('Further failures are in the report only.');
      }
      if (performance.now() - shownAt < EVERY_MS) return lines;
      shownAt = performance.now();
      return [...lines, `${rows} rows, ${pictures} pictures, ${failures} failed after ${seconds().toFixed(0)} s`];
    },
    /** Rates are those of this run. */
    end(summary: Summary, isDryRun: boolean): string {
      const { created, existing, failedRows, opened, set, unchanged, kept, failedPictures } = summary;
      return [
        ...(isDryRun ? ['Dry run: nothing was changed.'] : []),
        `People: ${created} created, ${existing} existing, ${failedRows} failed.`,
        `Pictures: ${set} set, ${unchanged} unchanged, ${kept} kept, ${failedPictures} failed; ${opened} accounts opened for them.`,
        `This run: ${rows} rows (${rate(rows, spent.person)}) and ${pictures} pictures (${rate(pictures, spent.picture)}) in ${seconds().toFixed(1)} s.`,
      ].join('\n');
    },
  };
}

function sentence(result: ImportResult & { problem: string }): string {
  const problem = inert(result.problem);
  if (result.type === 'person') return `Row ${result.row}: ${problem}`;
  return result.type === 'picture' ? `${inert(result.file)}: ${problem}` : problem;
}

/** Names of files and values of rows could control the terminal, or look like other lines. */
function inert(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\uFFFD');
}
