import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { ControlFront } from '../control/dispatch/front.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { OPEN_METRICS_TYPE, writeOpenMetrics } from '../metrics/openMetrics.ts';
import type { BrokerConfig } from '../process/config.ts';
import type { SqsFrontOptions } from '../sqs/calls/front.ts';
import { createSqsServer } from '../sqs/http/server.ts';
import type { BrokerParts } from './brokerParts.ts';

type ServerParts = Omit<SqsFrontOptions, 'config' | 'metricsText'> & {
  readonly metrics: Metrics;
  readonly control: ControlFront;
  readonly onDefect: (error: unknown) => void;
};

/** Makes the servers of a broker: HTTP, and HTTPS where there is a second port. Both take connections of the control channel. */
export function createServers(
  { region, account, allowedHosts, allowedOrigins, openMetrics }: BrokerConfig,
  { secure: endpoint }: BrokerParts,
  { metrics, control, ...front }: ServerParts,
): readonly (Server | SecureServer)[] {
  const { server, listener } = createSqsServer({
    ...front,
    config: { region, account, allowedHosts, allowedOrigins },
    metricsText:
      openMetrics === 'off'
        ? undefined
        : {
            contentType: OPEN_METRICS_TYPE,
            write: (queues, leftOut) => writeOpenMetrics(metrics.readNow(queues), leftOut),
          },
  });
  const secure = endpoint?.createServer(listener, { onDefect: front.onDefect });
  const servers = secure === undefined ? [server] : [server, secure];
  for (const one of servers) {
    one.on('upgrade', (request, stream, head) => control.handleUpgrade(request, stream, head));
  }
  return servers;
}
