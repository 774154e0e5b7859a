import { createServer } from 'node:http';
import type { MetricsExporter } from './metrics';

/** Thrown if the port of the metrics cannot be opened. The message is for the person who started the server. */
export class MetricsPortError extends Error {
  override name = 'MetricsPortError';
}

export interface MetricsServer {
  port: number;
  close(): Promise<void>;
}

/** Serves `GET /metrics` on a port of this machine alone, without a token. @param port 0 for any free one @throws MetricsPortError */
export async function startMetricsServer(port: number, exporter: MetricsExporter): Promise<MetricsServer> {
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?', 1)[0] !== '/metrics') return void response.writeHead(404).end();
    try {
      const text = await exporter.render();
      response.writeHead(200, { 'Content-Type': exporter.contentType }).end(text);
    } catch {
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ message }) => reject(new MetricsPortError(`METRICS_PORT ${port} cannot be opened: ${message}`)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
