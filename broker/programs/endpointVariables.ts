import type { BrokerInfo } from '../protocol/broker.ts';
import { SPOILING_ENDPOINT, SPOILING_IDENTITY, SPOILING_KEYS } from './spoilingVariables.ts';

/** What a program signs its calls with. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Variables by their names; null: the program must not have it. */
export type Variables = Readonly<Record<string, string | null>>;

/** What a broker has beside queues. */
export interface UsedServices {
  readonly hasAlarms: boolean;
  readonly hasFunctions: boolean;
}

/** The variables that lead programs to services of the broker beside SQS. Where it has nothing, they keep what they have. */
export function listServiceVariables(
  endpoint: string,
  { hasAlarms, hasFunctions }: UsedServices,
): Readonly<Record<string, string>> {
  return {
    ...(hasAlarms ? { AWS_ENDPOINT_URL_CLOUDWATCH: endpoint } : {}),
    ...(hasFunctions ? { AWS_ENDPOINT_URL_LAMBDA: endpoint } : {}),
  };
}

/** Where programs are to call: HTTPS where the broker serves it. */
export function findEndpoint({
  endpoint,
  secureEndpoint,
}: Pick<BrokerInfo, 'endpoint' | 'secureEndpoint'>): string {
  return secureEndpoint ?? endpoint;
}

/**
 * The variables that lead any AWS SDK and the AWS CLI to the broker, also where a shell has others that lead elsewhere.
 * @param keys of the user to sign as; undefined where any credentials are good
 * @param more variables by which a program trusts the endpoint, and calls it directly
 */
export function listEndpointVariables(
  info: Pick<BrokerInfo, 'endpoint' | 'secureEndpoint' | 'region'>,
  keys: KeyPair | undefined,
  more: Readonly<Record<string, string>>,
): Variables {
  const { region } = info;
  const spoiling = [...SPOILING_KEYS, SPOILING_IDENTITY];
  return {
    ...Object.fromEntries(spoiling.map((name) => [name, null])),
    ...Object.fromEntries(SPOILING_ENDPOINT.map((name) => [name, 'false'])),
    AWS_ENDPOINT_URL_SQS: findEndpoint(info),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: keys?.accessKeyId ?? 'queueside',
    AWS_SECRET_ACCESS_KEY: keys?.secretAccessKey ?? 'queueside',
    ...more,
  };
}
