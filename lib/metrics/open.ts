import type { MetricsExporter, MetricsRegistry } from './metrics';
import { createPrometheusExporter } from './prometheus';
import { startMetricsServer } from './server';

/** The export of metrics as the settings ask for it. */
export interface OpenMetrics {
  /** Served on the main port for the bearer of the token; undefined without METRICS_TOKEN. */
  protected: { token: string; exporter: MetricsExporter } | undefined;
  close(): Promise<void>;
}

/** @throws MetricsPortError */
export async function openMetrics(
  registry: MetricsRegistry,
  { metricsPort, metricsToken }: { metricsPort: number | undefined; metricsToken: string | undefined },
): Promise<OpenMetrics> {
  if (metricsPort === undefined && metricsToken === undefined) return { protected: undefined, close: async () => {} };
  const exporter = await createPrometheusExporter(registry);
  const server = metricsPort === undefined ? undefined : await startMetricsServer(metricsPort, exporter);
  return {
    protected: metricsToken === undefined ? undefined : { token: metricsToken, exporter },
    close: async () => server?.close(),
  };
}
