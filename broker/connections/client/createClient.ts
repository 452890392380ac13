import { SQSClient } from '@aws-sdk/client-sqs';
import type { ConnectionDefinition } from '../definition.ts';
import type { Place } from '../place.ts';
import { CALL_LIMITS } from '../callBounds.ts';
import { createCredentials, type CredentialsContext } from './credentials.ts';
import { GuardedHandler } from './guardedHandler.ts';

/**
 * A client of Amazon SQS whose calls go to the endpoint of the place and nowhere else. Only `openGate` calls one: what calls it
 * directly would pass the protection level. `createKeySource` has one for its keys.
 */
export function createClient(
  definition: ConnectionDefinition,
  place: Place,
  context: CredentialsContext & { readonly onAttempt?: () => void },
): SQSClient {
  const { origin } = new URL(place.endpoint);
  return new SQSClient({
    endpoint: place.endpoint,
    // The SDK would send a call to the host of its QueueUrl otherwise.
    useQueueUrlAsEndpoint: false,
    ignoreConfiguredEndpointUrls: true,
    region: place.region,
    credentials: createCredentials(definition, place, context),
    maxAttempts: CALL_LIMITS.attempts,
    retryMode: 'standard',
    defaultsMode: 'standard',
    requestHandler: new GuardedHandler(
      (url) => url.origin === origin,
      CALL_LIMITS.answerBytes,
      context.onAttempt,
    ),
    customUserAgent: 'queueside',
  });
}
