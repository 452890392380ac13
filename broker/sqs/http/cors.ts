import type { Exchange } from '../calls/exchange.ts';

/** How long a browser may remember the answer, in seconds. */
const MAX_AGE_SECONDS = '600';

/** Answers a browser's question before a call from an allowed page; the guard has refused all other pages. */
export function answerPreflight(exchange: Exchange): void {
  const wanted = exchange.request.headers['access-control-request-headers'];
  exchange.answer(200, 'text/plain', '', [
    'Allow',
    'GET, HEAD, POST, OPTIONS',
    'Access-Control-Allow-Methods',
    'GET, POST',
    'Access-Control-Max-Age',
    MAX_AGE_SECONDS,
    ...(wanted === undefined ? [] : ['Access-Control-Allow-Headers', wanted]),
  ]);
}
