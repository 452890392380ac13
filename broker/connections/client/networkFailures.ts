import * as l10n from '@vscode/l10n';
import type { Place } from '../place.ts';
import type { CallError } from './callError.ts';
import type { Failure, FailureContext } from './failures.ts';

/** The peer was not trusted before a call was sent. */
export const CERTIFICATE =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(?:_LOCALLY)?)|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/;
const NO_TLS = /^(?:ERR_SSL_\w+|EPROTO)$/;
const TIMEOUT = /^(?:TimeoutError|RequestTimeout)$/;

/** A socket did not reach its peer. */
const NO_PEER = /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;

/** VS Code sends calls through a proxy: what a socket did not reach is then not what was called. @returns undefined: it is */
function findProxy(peer: CallError['peer'], url: string): string | undefined {
  const { hostname, port: ofUrl, protocol } = new URL(url);
  const called = ofUrl === '' ? (protocol === 'https:' ? 443 : 80) : Number(ofUrl);
  const { host, port } = peer ?? {};
  // Of a name, its addresses are not known.
  const isName = host !== undefined && !/^[\d.]+$|:/.test(host);
  const isOther = (port !== undefined && port !== called) || (isName && host !== hostname);
  if (!isOther) return undefined;
  return [host, port].filter((part) => part !== undefined).join(':');
}

/** The endpoint of the connection, unless a call to another host failed. */
export function findAddress(origin: string | undefined, { endpoint }: Place): string {
  return origin === undefined || origin === new URL(endpoint).origin ? endpoint : origin;
}

/** Says why a call got no answer of a service that it could read; undefined if it got one. */
export function explainNetwork(
  { name, code, message, status, origin, peer }: CallError,
  { definition, place }: FailureContext,
): Failure | undefined {
  const endpoint = findAddress(origin, place);
  const fail = (kind: Failure['kind'], text: string): Failure => ({ kind, message: text });
  if (name === 'AbortError')
    return fail('cancelled', l10n.t('The call on “{0}” was canceled.', definition.name));
  // The reply of a load balancer without a server is no JSON either.
  if (name === 'SyntaxError' && status >= 500) return undefined;
  if (
    name === 'WebPageError' ||
    (name === 'SyntaxError' && status !== 0 && /Unexpected token '?</.test(message))
  ) {
    return fail(
      'network',
      l10n.t(
        '{0} responded with a web page. Sign in to the network, or check the proxy and the endpoint.',
        endpoint,
      ),
    );
  }
  if (name === 'AnswerTooLargeError') {
    return fail(
      'address',
      l10n.t(
        '{0} sent more than a response of Amazon SQS can be. Check the endpoint of “{1}”.',
        endpoint,
        definition.name,
      ),
    );
  }
  if (name === 'SyntaxError' || name === 'WrongAnswerError') {
    return fail(
      'address',
      l10n.t('{0} does not speak Amazon SQS. Check the endpoint of “{1}”.', endpoint, definition.name),
    );
  }
  const proxy = findProxy(peer, origin ?? place.endpoint);
  if (proxy !== undefined && NO_PEER.test(code)) {
    return fail(
      'network',
      l10n.t(
        'The proxy {0} cannot be reached. Check “http.proxy” of the settings, the variables of the proxy, and the network.',
        proxy,
      ),
    );
  }
  if (status === 407 || /\b407\b|Proxy Authentication Required/i.test(message)) {
    return fail(
      'network',
      l10n.t(
        'The proxy wants a user and a password for {0}. Sign in to the proxy, then try again.',
        endpoint,
      ),
    );
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fail(
        'network',
        l10n.t(
          'The name in {0} is not known. Check the region or the endpoint of “{1}”, and the network.',
          endpoint,
          definition.name,
        ),
      );
    case 'ECONNREFUSED':
      return fail(
        'network',
        l10n.t(
          'Nothing listens at {0}. Start it, or check the endpoint of “{1}”.',
          endpoint,
          definition.name,
        ),
      );
    case 'ECONNRESET':
    case 'EPIPE':
      return fail(
        'network',
        l10n.t(
          '{0} closed the connection. Check that it speaks Amazon SQS, and whether it needs https.',
          endpoint,
        ),
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return fail(
        'network',
        l10n.t('{0} cannot be reached. Check the network, the VPN and the proxy.', endpoint),
      );
    default:
  }
  if (CERTIFICATE.test(code)) {
    return fail(
      'network',
      l10n.t(
        'The certificate of {0} is not trusted ({1}). Set NODE_EXTRA_CA_CERTS to the file of its authority, and start the editor again.',
        endpoint,
        code,
      ),
    );
  }
  if (NO_TLS.test(code) || /^(?:HPE_|Parse Error)/.test(code || message)) {
    return fail(
      'address',
      l10n.t('{0} does not speak HTTP as its URL says. Try http or https instead.', endpoint),
    );
  }
  if (TIMEOUT.test(name) || code === 'ETIMEDOUT') {
    return fail(
      'network',
      l10n.t('{0} did not respond in time. Check the network, the VPN and the proxy.', endpoint),
    );
  }
  return undefined;
}
