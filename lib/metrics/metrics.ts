import type { CounterName, GaugeName, HistogramName, Labels } from './definitions';

/** A count that only grows. Hot paths keep the object and add to `total`. */
export interface Tally {
  total: number;
}

/** The hits and misses of one cache. */
export interface CacheTallies {
  hits: Tally;
  misses: Tally;
}

/**
 * Counts in plain memory, whether or not metrics are exported. Only the exporter knows the library.
 *
 * @example
 * const { hits, misses } = metrics.cache('renditions');
 * hits.total += 1;
 */
export interface Metrics {
  /** The tally of these labels, in the order of their definition; the same object each time. Values of labels come from a fixed set, never from a request. */
  tally<Name extends CounterName>(name: Name, labels: Labels<Name>): Tally;
  /** Tallies of a cache. @param name of the cache, such as `renditions` */
  cache(name: string): CacheTallies;
  /** Adds a duration to a histogram. @param label value of its label */
  observe(name: HistogramName, label: string, seconds: number): void;
  /** Registers a value that is read when metrics are exported. @param label value of its label */
  gauge(name: GaugeName, label: string, read: () => number): void;
}

/** Renders metrics as text. */
export interface MetricsExporter {
  readonly contentType: string;
  render(): Promise<string>;
}

/** The values that an exporter reads. */
export interface MetricsRegistry extends Metrics {
  tallies(name: CounterName): { labels: Record<string, string>; total: number }[];
  gauges(name: GaugeName): { label: string; value: number }[];
  /** Called for each observation from now on. Without it, observations are dropped. */
  observer?: (name: HistogramName, label: string, seconds: number) => void;
}

interface Counter {
  labels: Record<string, string>;
  tally: Tally;
}

export function createMetrics(): MetricsRegistry {
  const counters = new Map<CounterName, Map<string, Counter>>();
  const gauges = new Map<GaugeName, Map<string, () => number>>();

  function tally(name: CounterName, labels: Record<string, string>): Tally {
    const ofName = counters.get(name) ?? new Map<string, Counter>();
    counters.set(name, ofName);
    const key = Object.values(labels).join('\n');
    const counter = ofName.get(key) ?? { labels: { ...labels }, tally: { total: 0 } };
    ofName.set(key, counter);
    return counter.tally;
  }

  const registry: MetricsRegistry = {
    tally,
    cache: (cache) => ({
      hits: tally('cacheReads', { cache, result: 'hit' }),
      misses: tally('cacheReads', { cache, result: 'miss' }),
    }),
    observe: (name, label, seconds) => registry.observer?.(name, label, seconds),
    gauge(name, label, read) {
      const ofName = gauges.get(name) ?? new Map();
      gauges.set(name, ofName.set(label, read));
    },
    tallies: (name) => [...(counters.get(name)?.values() ?? [])].map(({ labels, tally: { total } }) => ({ labels, total })),
    gauges: (name) => [...(gauges.get(name) ?? [])].map(([label, read]) => ({ label, value: read() })),
  };
  return registry;
}
