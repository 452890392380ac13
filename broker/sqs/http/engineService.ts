import { serveCall } from '../calls/calls.ts';
import type { ServeRequest, SqsFrontOptions } from '../calls/front.ts';
import { serveNeighbour } from '../calls/neighbour.ts';
import { serveMetricsText } from './metricsText.ts';
import { serveView } from './view.ts';

/** Answers requests from an engine: those of other services, views, metrics, and the calls of SQS. */
export function createEngineService(front: SqsFrontOptions): ServeRequest {
  return (exchange, body) => {
    if (serveNeighbour(front, exchange, body) || serveView(front, exchange)) return;
    if (serveMetricsText(front, exchange)) return;
    serveCall(front, exchange, body);
  };
}
