import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_V4 = /^127\.(?:\d{1,3})\.(?:\d{1,3})\.(?:\d{1,3})$/;

/** What the guard lets in beside loopback names and programs that are not browsers. */
export interface GuardRules {
  /** Lower case, without port. */
  readonly allowedHosts: ReadonlySet<string>;
  /** As browsers write them: scheme, host, port. */
  readonly allowedOrigins: ReadonlySet<string>;
}

/**
 * Loopback is not a boundary: any web page can make the browser post to a port of this machine, and a name that an
 * attacker owns can be made to resolve to 127.0.0.1. So the Host header must name this machine, and a browser is let
 * in only with an Origin that was allowed.
 * @returns why the request is refused, or undefined when it may pass
 */
export function refuseRequest(headers: IncomingHttpHeaders, rules: GuardRules): string | undefined {
  if (!isAllowedHost(headers.host, rules.allowedHosts)) {
    return 'The Host header names neither a loopback address nor an allowed host.';
  }
  const { origin } = headers;
  if (origin !== undefined) {
    return rules.allowedOrigins.has(origin)
      ? undefined
      : 'Requests of web pages are refused; this Origin is not allowed.';
  }
  const site = headers['sec-fetch-site'];
  // `same-site` is no better than `cross-site`: another port of localhost is the same site.
  if (site !== undefined && site !== 'none' && site !== 'same-origin') {
    return 'Requests of web pages are refused.';
  }
  return undefined;
}

/** Host headers that were let in, so that each connection's requests are not read anew; forgotten when full. */
const REMEMBERED_HOSTS = 64;
const remembered = new WeakMap<ReadonlySet<string>, Set<string>>();

/** @param host a Host header: a name or address, and maybe a port */
export function isAllowedHost(host: string | undefined, allowedHosts: ReadonlySet<string>): boolean {
  if (host === undefined) return false;
  let known = remembered.get(allowedHosts);
  if (known?.has(host) === true) return true;
  const name = hostNameOf(host);
  const isAllowed =
    name !== undefined &&
    (name === 'localhost' || name === '[::1]' || isLoopbackV4(name) || allowedHosts.has(name));
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

/** A whole dotted quad, so that `127.0.0.1.example.com` is not one. */
function isLoopbackV4(name: string): boolean {
  return LOOPBACK_V4.test(name) && name.split('.').every((part) => Number(part) <= 255);
}
