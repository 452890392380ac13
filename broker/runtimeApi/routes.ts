import { pathOf } from '../calls/requestTarget.ts';

const BASE = '/2018-06-01';
const NEXT = `${BASE}/runtime/invocation/next`;
const INIT_ERROR = `${BASE}/runtime/init/error`;
const INVOCATION = `${BASE}/runtime/invocation/`;
const RESPONSE = '/response';
const ERROR = '/error';

/** What a request asks of the Runtime API. */
export type Route =
  | { readonly call: 'next' | 'initError' | 'ping' | 'unknown' }
  | { readonly call: 'response' | 'error'; readonly requestId: string };

const NEXT_ROUTE: Route = { call: 'next' };
const UNKNOWN: Route = { call: 'unknown' };

/**
 * What a method and a path mean. Extensions, logs, telemetry, credentials and the hooks of snapshots are not offered.
 * @param url path and query, as received
 */
export function findRoute(method: string | undefined, url: string | undefined): Route {
  if (url === NEXT && method === 'GET') return NEXT_ROUTE;
  const path = pathOf(url ?? '');
  if (method === 'POST') return findPosted(path);
  if (method !== 'GET') return UNKNOWN;
  if (path === NEXT) return NEXT_ROUTE;
  return path === `${BASE}/ping` || path === '/ping' ? { call: 'ping' } : UNKNOWN;
}

function findPosted(path: string): Route {
  if (path === INIT_ERROR) return { call: 'initError' };
  if (!path.startsWith(INVOCATION)) return UNKNOWN;
  const ending = path.endsWith(RESPONSE) ? RESPONSE : path.endsWith(ERROR) ? ERROR : undefined;
  if (ending === undefined) return UNKNOWN;
  const requestId = path.slice(INVOCATION.length, -ending.length);
  if (requestId === '' || requestId.includes('/')) return UNKNOWN;
  return { call: ending === RESPONSE ? 'response' : 'error', requestId };
}
