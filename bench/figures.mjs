/** The value below which `share` of the values lie. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

/** The middle value, or the mean of the two middle values. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A required bound for a figure, and whether it is met. */
export function requirement(what, value, { atMost, atLeast }, unit = '') {
  const met = (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
  const bound = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
  return { what, value: `${value.toFixed(unit === '' ? 2 : 0)}${unit}`, bound: `${bound}${unit}`, met };
}

/** Rows as aligned columns: the first left-aligned, the others right-aligned. */
export function table(rows) {
  const widths = rows[0].map((_cell, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? String(cell).padEnd(widths[column]) : String(cell).padStart(widths[column]))).join('   ');
  return rows.map((row) => `  ${line(row)}`.trimEnd()).join('\n');
}

/** Rows as a Markdown table; the first row is the head. */
export function markdownTable([head, ...rows]) {
  const line = (row) => `| ${row.map((cell) => String(cell)).join(' | ')} |`;
  return [line(head), line(head.map((_cell, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
