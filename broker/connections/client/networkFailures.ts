import * as l10n from '@vscode/l10n';
import type { Place } from '../place.ts';
import type { CallError } from './callError.ts';
import type { Failure, FailureContext } from './failures.ts';

const CERTIFICATE =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(?:_LOCALLY)?)|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/;
const NO_TLS = /^(?:ERR_SSL_\w+|EPROTO)$/;
const TIMEOUT = /^(?:TimeoutError|RequestTimeout)$/;

/** The endpoint of the connection, unless a call to another host failed. */
export function findAddress(origin: string | undefined, { endpoint }: Place): string {
  return origin === undefined || origin === new URL(endpoint).origin ? endpoint : origin;
}

/** Says why a call got no answer of a service that it could read; undefined if it got one. */
export function explainNetwork(
  { name, code, message, status, origin }: CallError,
  { definition, place }: FailureContext,
): Failure | undefined {
  const endpoint = findAddress(origin, place);
  const fail = (kind: Failure['kind'], text: string): Failure => ({ kind, message: text });
  if (name === 'AbortError')
    return fail('cancelled', l10n.t('The call on “{0}” was cancelled.', definition.name));
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
