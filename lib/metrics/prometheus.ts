import { COUNTERS, type CounterName, GAUGES, type GaugeName, HISTOGRAMS, type HistogramName } from './definitions';
import type { MetricsExporter, MetricsRegistry } from './metrics';

/** Exports metrics in the text format of Prometheus, with those of the process. Loads prom-client, which takes memory, on demand. */
export async function createPrometheusExporter(registry: MetricsRegistry): Promise<MetricsExporter> {
  const { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } = await import('prom-client');
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  for (const key of Object.keys(COUNTERS) as CounterName[]) {
    const { name, help, labels } = COUNTERS[key];
    new Counter({
      name,
      help,
      labelNames: [...labels],
      registers,
      collect() {
        this.reset();
        for (const { labels: values, total } of registry.tallies(key)) this.inc(values, total);
      },
    });
  }
  for (const key of Object.keys(GAUGES) as GaugeName[]) {
    const { name, help, label } = GAUGES[key];
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers,
      collect() {
        for (const { label: value, value: current } of registry.gauges(key)) this.set({ [label]: value }, current);
      },
    });
  }
  const histograms = new Map(
    (Object.keys(HISTOGRAMS) as HistogramName[]).map((key) => {
      const { name, help, label, buckets } = HISTOGRAMS[key];
      return [key, { label, histogram: new Histogram({ name, help, labelNames: [label], buckets: [...buckets], registers }) }];
    }),
  );
  registry.observer = (name, value, seconds) => {
    const found = histograms.get(name);
    found?.histogram.observe({ [found.label]: value }, seconds);
  };
  return { contentType: register.contentType, render: () => register.metrics() };
}
