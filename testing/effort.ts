/** Whether tests take the time that they need: `THOROUGH=1`, which `.ci/run` sets. Otherwise `npm test` stays short. */
export const IS_THOROUGH = Boolean(process.env.THOROUGH);

/** Number of generated inputs of a property or fuzz test: all in a thorough run, a quarter otherwise. */
export function generatedInputs(all: number): number {
  return IS_THOROUGH ? all : Math.ceil(all / 4);
}
