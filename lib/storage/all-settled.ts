/** Fails if one task fails, but only after all have ended. */
export async function allSettledOrThrow(tasks: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(tasks);
  await Promise.all(tasks);
}
