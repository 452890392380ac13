import { isLoopbackName } from '../addresses/loopback.ts';
import type { IncomingMessage } from 'node:http';
import { HTTP_LIMITS } from './httpLimits.ts';
import { pathOf } from '../calls/requestTarget.ts';

/**
 * Headers that browsers add and programs do not. Names that begin with `Sec-` are the browser's own, which no page can
 * set or leave out; of these, `fetch` of Node.js sends `Sec-Fetch-Mode`, and every WebSocket client `Sec-WebSocket-…`.
 * The value does not matter: a page can have the browser say that the user typed the address (`Sec-Fetch-Site: none`) by
 * asking for a prefetch. The rest is for browsers, and for names of this machine, without `Sec-Fetch-…`: browsers send
 * that to trustworthy addresses only, and a host of `--allowed-hosts` is none over HTTP.
 */
const BROWSER_HEADER =
  /^(?:sec-(?!fetch-mode$|websocket-(?!origin$))|origin$|referer$|upgrade-insecure-requests$|(?:x-)?purpose$|x-moz$|access-control-request-|service-worker|ping-(?:from|to)$|last-event-id$)/i;
/** What every browser calls itself, and so do PowerShell and the HTTP clients of Celery (kombu) and Tornado. */
const BROWSER_AGENT = /^Mozilla\/(?!.*PowerShell\/|.*\(compatible; pycurl\))/;
/**
 * How programs sign. A page cannot: what it sends with this header, the browser asks for first, with an Origin; and for
 * the user and password of an address it sends `Basic`.
 */
const SIGNATURE = /^AWS4-HMAC-SHA256 /;

/** What the guard lets in beside loopback names and programs that are not browsers. */
export interface GuardRules {
  /** Lower case, without port. */
  readonly allowedHosts: ReadonlySet<string>;
  /** As browsers write them: scheme, host, port. */
  readonly allowedOrigins: ReadonlySet<string>;
}

/** The part of a request that the guard looks at. */
export type GuardedRequest = Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'method' | 'url'>;

/** Why a request may not pass, as an HTTP status and a sentence. */
export interface GuardRefusal {
  readonly status: 400 | 403 | 431;
  readonly reason: string;
}

export function createGuardRules(
  allowedHosts: readonly string[],
  allowedOrigins: readonly string[],
): GuardRules {
  return {
    allowedHosts: new Set(allowedHosts.map((host) => host.toLowerCase())),
    allowedOrigins: new Set(allowedOrigins),
  };
}

/**
 * Every request to the broker passes here first: calls, views, upgrades, on each port. Loopback is not a boundary: any
 * web page can make the browser send to a port of this machine, and a name that an attacker owns can be made to resolve
 * to 127.0.0.1. So the Host header must name this machine, and what a browser sends is let in only with an Origin that
 * was allowed. The health check responds to browsers too: it shows that a broker runs, which a page can find out
 * anyway.
 * @returns undefined when the request may pass
 */
export function refuseRequest(request: GuardedRequest, rules: GuardRules): GuardRefusal | undefined {
  const { headers, rawHeaders } = request;
  // Beyond this the parser keeps none, and one of those could be an Origin.
  if (rawHeaders.length > 2 * HTTP_LIMITS.headerCount) {
    return refuse(431, `The request has more than ${HTTP_LIMITS.headerCount} headers.`);
  }
  if (headers.host === undefined || countHosts(rawHeaders) > 1) {
    return refuse(400, 'The request must have one Host header.');
  }
  if (!isAllowedHost(headers.host, rules.allowedHosts)) {
    return refuse(403, 'The Host header names neither a loopback address nor an allowed host.');
  }
  // A whole URL names a host of its own, past the Host header.
  if (request.url?.startsWith('/') !== true && request.url !== '*') {
    return refuse(400, 'The request target must be a path.');
  }
  const { origin } = headers;
  if ((origin !== undefined && rules.allowedOrigins.has(origin)) || isHealthCheck(request)) return undefined;
  if (origin !== undefined) {
    return refuse(403, 'Requests of web pages are refused; this Origin is not allowed.');
  }
  const sign = findBrowserSign(request);
  return sign === undefined
    ? undefined
    : refuse(403, `Requests of browsers are refused; this one has the header ${sign}.`);
}

/** Whether a request asks for the one thing that anyone may know. */
export function isHealthCheck({ method, url = '/' }: GuardedRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && url.startsWith('/health') && pathOf(url) === '/health';
}

function refuse(status: GuardRefusal['status'], reason: string): GuardRefusal {
  return { status, reason };
}

/** The parser keeps the first Host header; a proxy may have used another. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') count++;
  }
  return count;
}

/** The name of a header that only a browser sends. */
function findBrowserSign({ headers, rawHeaders }: GuardedRequest): string | undefined {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (BROWSER_HEADER.test(name)) return name;
  }
  const { 'user-agent': agent, authorization = '' } = headers;
  if (agent === undefined || !BROWSER_AGENT.test(agent) || SIGNATURE.test(authorization)) return undefined;
  return 'User-Agent of a browser';
}

/** Host headers that were let in, so that each connection's requests are not parsed again; cleared when full. */
const REMEMBERED_HOSTS = 64;
const remembered = new WeakMap<ReadonlySet<string>, Set<string>>();

/** @param host a Host header: a name or address, and maybe a port */
function isAllowedHost(host: string, allowedHosts: ReadonlySet<string>): boolean {
  let known = remembered.get(allowedHosts);
  if (known?.has(host) === true) return true;
  const name = hostNameOf(host);
  const isAllowed = name !== undefined && (isLoopbackName(name) || allowedHosts.has(name));
  if (!isAllowed) return false;
  if (known === undefined || known.size >= REMEMBERED_HOSTS) {
    known = new Set();
    remembered.set(allowedHosts, known);
  }
  known.add(host);
  return true;
}

/** The name without the port, in lower case; undefined when the header is not a name with an optional port. */
function hostNameOf(host: string): string | undefined {
  const [, name] = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/.exec(host) ?? [];
  return name?.toLowerCase();
}
