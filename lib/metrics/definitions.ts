/** A counter. Every label has few values, so that the number of time series stays bounded. */
interface CounterDefinition {
  name: string;
  help: string;
  labels: readonly string[];
}

export const COUNTERS = {
  requests: {
    name: 'likeness_requests_total',
    help: 'Requests by dialect and outcome: ok, not_modified, redirect, refused, or an error code.',
    labels: ['dialect', 'outcome'],
  },
  cacheReads: {
    name: 'likeness_cache_reads_total',
    help: 'Reads of caches in memory by result: hit or miss.',
    labels: ['cache', 'result'],
  },
  errors: {
    name: 'likeness_errors_total',
    help: 'Failed calls of the storage and the database by error code.',
    labels: ['source', 'code'],
  },
  sweeps: { name: 'likeness_sweeps_total', help: 'Sweeps by outcome: done or failed.', labels: ['outcome'] },
  sweptObjects: { name: 'likeness_swept_objects_total', help: 'Objects that sweeps deleted.', labels: ['kind'] },
  mail: {
    name: 'likeness_mail_attempts_total',
    help: 'Attempts to send a message by outcome: sent, failed or refused.',
    labels: ['outcome'],
  },
} as const satisfies Record<string, CounterDefinition>;

export type CounterName = keyof typeof COUNTERS;

export type Labels<Name extends CounterName> = Record<(typeof COUNTERS)[Name]['labels'][number], string>;

export const HISTOGRAMS = {
  stage: {
    name: 'likeness_upload_stage_seconds',
    help: 'Duration of the stages of a change of a picture.',
    label: 'stage',
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  },
  wait: {
    name: 'likeness_queue_wait_seconds',
    help: 'Time in the queue of a semaphore.',
    label: 'queue',
    buckets: [0.001, 0.01, 0.05, 0.25, 1, 2.5, 5, 10],
  },
} as const;

export type HistogramName = keyof typeof HISTOGRAMS;

export const GAUGES = {
  waiting: { name: 'likeness_queue_waiting', help: 'Tasks in the queue of a semaphore.', label: 'queue' },
  running: { name: 'likeness_queue_running', help: 'Tasks that hold a slot of a semaphore.', label: 'queue' },
} as const;

export type GaugeName = keyof typeof GAUGES;
