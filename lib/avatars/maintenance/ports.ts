/** Keeps several processes from doing the same work at the same time. */
export interface Lease {
  /**
   * Runs the task unless another process holds the lease, which ends with the task or with its process.
   *
   * @param signal stops the task; so does the loss of the lease
   * @returns undefined if another process holds it
   */
  run<T>(task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T | undefined>;
}
