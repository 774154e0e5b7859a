/** Whether tests take the time that they need: `THOROUGH=1`, which `.ci/run` sets. Otherwise `npm test` stays short. */
export const IS_THOROUGH = Boolean(process.env.THOROUGH);

/** Number of generated inputs of a property or fuzz test: all in a thorough run, an eighth otherwise. */
export function generatedInputs(all: number): number {
  return IS_THOROUGH ? all : Math.ceil(all / 8);
}

/** Rows of a long table: all in a thorough run, otherwise one of each `every`, the first row among them. */
export function sampledRows<Row>(every: number, rows: readonly Row[]): Row[] {
  // Not always the first of each group, so that no kind of row that recurs in the table is left out.
  return rows.filter((_, at) => IS_THOROUGH || at % every === (Math.floor(at / every) * 7919) % every);
}
