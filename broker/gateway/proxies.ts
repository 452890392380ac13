import { isLoopbackName } from '../addresses/loopback.ts';

/** Variables of an environment, as far as they are about proxies. */
export type ProxyVariables = Readonly<Record<string, string | undefined>>;

/** What the settings of an editor say of proxies, which counts before its variables. */
export interface ProxySettings {
  /** URL; empty: no proxy. */
  readonly proxy?: string | undefined;
  /** Hosts that are called directly, as in `NO_PROXY`. */
  readonly noProxy?: readonly string[] | undefined;
}

/** The variables that say what the settings say, and otherwise those of the environment. */
export function readProxyVariables(
  { proxy, noProxy }: ProxySettings,
  environment: ProxyVariables,
): ProxyVariables {
  const find = (...names: readonly string[]): string | undefined =>
    names.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
  const ofHttp = proxy ?? find('HTTP_PROXY', 'http_proxy');
  return {
    HTTP_PROXY: ofHttp,
    HTTPS_PROXY: proxy ?? find('HTTPS_PROXY', 'https_proxy') ?? ofHttp,
    NO_PROXY: noProxy?.join(',') ?? find('NO_PROXY', 'no_proxy'),
  };
}

/**
 * The proxy through which a URL is called, found as VS Code finds it for the calls of the editor: loopback is called directly, and so
 * is what `NO_PROXY` names, with all below it.
 * @param variables as {@link readProxyVariables} gives them
 * @returns undefined if it is called directly
 */
export function findProxy(
  { protocol, hostname, port }: Pick<URL, 'protocol' | 'hostname' | 'port'>,
  { HTTP_PROXY, HTTPS_PROXY, NO_PROXY = '' }: ProxyVariables,
): URL | undefined {
  const isSecure = protocol === 'https:';
  const proxy = readProxyUrl(isSecure ? HTTPS_PROXY : HTTP_PROXY);
  if (proxy === undefined || isLoopbackName(hostname)) return undefined;
  const called = port === '' ? (isSecure ? '443' : '80') : port;
  const isBypassed = NO_PROXY.split(/[\s,]+/).some((entry) => covers(entry, hostname, called));
  return isBypassed ? undefined : proxy;
}

/** Without a scheme, it is HTTP. SOCKS is not known here. */
function readProxyUrl(text = ''): URL | undefined {
  const url = /^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (text === '' || !URL.canParse(url)) return undefined;
  const proxy = new URL(url);
  return /^https?:$/.test(proxy.protocol) ? proxy : undefined;
}

/** @param entry `*`, a host, or a domain with or without `*.` or `.` before it; a port may follow */
function covers(entry: string, hostname: string, port: string): boolean {
  if (entry === '*') return true;
  const [, name = '', ofPort] = /^(?:\*?\.)?(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
  if (name === '' || (ofPort !== undefined && ofPort !== port)) return false;
  return hostname === name || hostname.endsWith(`.${name}`);
}

/** What a proxy knows its user by; nothing without a user. */
export function authorizeToProxy({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const pair = `${decode(username)}:${decode(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** Without the escapes of URLs. A `%` that begins none is one: many write their password as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
