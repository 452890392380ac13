import { isFull, UNREAD } from '../calls/connection.ts';
import { ERROR_TABLE } from '../wire/errorCodes.ts';
import type { Exchange } from '../calls/exchange.ts';
import type { SqsFrontOptions } from '../calls/front.ts';
import { pathOf } from '../../calls/requestTarget.ts';
import type { Failure } from '../../engine/base/result.ts';
import { identifyViewer } from './viewAccess.ts';

const PATH = '/metrics';
/** Queues of an answer: it is some 2 KB for each. */
const MAXIMUM_QUEUES = 2000;

/**
 * Serves the metrics of the queues as text for Prometheus and the like, at `/metrics`, if the broker was asked to: of those
 * queues whose attributes the caller may read.
 * @returns false when the request is for something else
 */
export function serveMetricsText(front: SqsFrontOptions, exchange: Exchange): boolean {
  const { metricsText } = front;
  const { method, url = '/' } = exchange.request;
  if (metricsText === undefined || !url.startsWith(PATH) || pathOf(url) !== PATH) return false;
  if (method === 'POST') return false;
  if (method !== 'GET' && method !== 'HEAD') {
    exchange.answer(405, 'text/plain', 'Metrics are read with GET.\n', ['Allow', 'GET, HEAD']);
    return true;
  }
  const viewer = identifyViewer(front, exchange);
  const denial = viewer.ok ? viewer.value.deny('ListQueues', undefined) : viewer;
  if (denial !== undefined || !viewer.ok) answerDenial(exchange, denial as Failure);
  else if (isFull()) exchange.answer(503, 'text/plain', `${UNREAD.message}\n`);
  else {
    const queues = [...front.engine.allQueues()].filter(
      (queue) => viewer.value.deny('GetQueueAttributes', queue) === undefined,
    );
    const shown = queues.slice(0, MAXIMUM_QUEUES);
    exchange.answer(200, metricsText.contentType, metricsText.write(shown, queues.length - shown.length));
  }
  return true;
}

function answerDenial(exchange: Exchange, { code, message }: Failure): void {
  exchange.answer(ERROR_TABLE[code].status, 'text/plain', `${message}\n`);
}
