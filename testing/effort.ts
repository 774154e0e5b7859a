/**
 * Number of generated inputs of a property or fuzz test: all with `THOROUGH=1`, which `.ci/run` sets, and a quarter otherwise, so that
 * `npm test` stays short.
 */
export function generatedInputs(all: number): number {
  return process.env.THOROUGH ? all : Math.ceil(all / 4);
}
