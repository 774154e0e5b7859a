import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createMetrics } from './metrics';
import { openMetrics } from './open';
import { createPrometheusExporter } from './prometheus';
import { startMetricsServer } from './server';

it('a scrape has counts, durations, queues and the memory of the process', async () => {
  const metrics = createMetrics();
  const exporter = await createPrometheusExporter(metrics);
  metrics.tally('requests', { dialect: 'zulip', outcome: 'ok' }).total += 3;
  metrics.cache('renditions').misses.total += 1;
  metrics.observe('stage', 'render', 0.3);
  metrics.gauge('waiting', 'uploads', () => 7);
  const server = await startMetricsServer(0, exporter);
  try {
    const scrape = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
      return { status: response.status, type: response.headers.get('content-type'), lines: (await response.text()).split('\n') };
    };
    const { status, type, lines } = await scrape('/metrics');
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(lines).toEqual(
      expect.arrayContaining([
        'likeness_requests_total{dialect="zulip",outcome="ok"} 3',
        'likeness_cache_reads_total{cache="renditions",result="miss"} 1',
        'likeness_cache_reads_total{cache="renditions",result="hit"} 0',
        'likeness_upload_stage_seconds_bucket{le="0.25",stage="render"} 0',
        'likeness_upload_stage_seconds_bucket{le="0.5",stage="render"} 1',
        'likeness_queue_waiting{queue="uploads"} 7',
        expect.stringMatching(/^process_resident_memory_bytes \d+$/),
      ]),
    );
    expect((await scrape('/metrics')).lines).toContain('likeness_requests_total{dialect="zulip",outcome="ok"} 3');
    expect((await scrape('/')).status).toBe(404);
  } finally {
    await server.close();
  }
});

it('without settings nothing listens and nothing is exported; with a token alone nothing listens', async () => {
  const off = await openMetrics({ metricsPort: undefined, metricsToken: undefined });
  expect(off.protected).toBeUndefined();
  const { protected: main, close } = await openMetrics({ metricsPort: undefined, metricsToken: 'a-token-of-sixteen' });
  expect(main?.token).toBe('a-token-of-sixteen');
  await close();
});

it('a port in use is reported to the person who starts the server', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(openMetrics({ metricsPort: port, metricsToken: undefined })).rejects.toMatchObject({
    name: 'MetricsPortError',
    message: `METRICS_PORT ${port} cannot be opened: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
  });
  await new Promise((resolve) => other.close(resolve));
});
