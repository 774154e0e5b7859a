/** Work that responses do not wait for, so that they do not tell by their time what it finds. */
export interface Background {
  /** Starts a task. A failure is reported. */
  run(task: () => Promise<void>): void;
  /** Resolves when no task is in progress. */
  settled(): Promise<void>;
}

export function createBackground(report: (error: unknown) => void): Background {
  const pending = new Set<Promise<void>>();
  return {
    run(task) {
      const running: Promise<void> = task()
        .catch(report)
        .finally(() => pending.delete(running));
      pending.add(running);
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}
