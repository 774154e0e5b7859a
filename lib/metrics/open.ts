import { createMeters, type Meters } from './metered';
import { createMetrics, type MetricsExporter, type MetricsRegistry } from './metrics';
import { createPrometheusExporter } from './prometheus';
import { startMetricsServer } from './server';

/** The export of metrics as the settings ask for it. */
export interface OpenMetrics {
  metrics: MetricsRegistry;
  meters: Meters;
  /** Served on the main port for the bearer of the token; undefined without METRICS_TOKEN. */
  protected: { token: string; exporter: MetricsExporter } | undefined;
  close(): Promise<void>;
}

/** @throws MetricsPortError */
export async function openMetrics({
  metricsPort,
  metricsToken,
}: {
  metricsPort: number | undefined;
  metricsToken: string | undefined;
}): Promise<OpenMetrics> {
  const metrics = createMetrics();
  const opened = { metrics, meters: createMeters(metrics) };
  if (metricsPort === undefined && metricsToken === undefined) return { ...opened, protected: undefined, close: async () => {} };
  const exporter = await createPrometheusExporter(metrics);
  const server = metricsPort === undefined ? undefined : await startMetricsServer(metricsPort, exporter);
  return {
    ...opened,
    protected: metricsToken === undefined ? undefined : { token: metricsToken, exporter },
    close: async () => server?.close(),
  };
}
