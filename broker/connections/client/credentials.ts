import { fromIni } from '@aws-sdk/credential-provider-ini';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { ConnectionDefinition } from '../definition.ts';
import type { Place } from '../place.ts';
import { isAwsHost } from '../regions.ts';
import { GuardedHandler } from './guardedHandler.ts';

/** A key pair that a user typed for an endpoint. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface CredentialsContext {
  /** Of an endpoint, from the secret storage; undefined: it takes any. */
  readonly readKeys: () => Promise<Keys | undefined>;
  /**
   * Asks for the code of a device, by its ARN.
   * @throws MfaCancelledError
   */
  readonly askMfaCode: (device: string) => Promise<string>;
  readonly environment: NodeJS.ProcessEnv;
  /** Of calls to AWS that get keys; absent: one that only calls hosts of AWS. */
  readonly signInHandler?: GuardedHandler;
}

export class MfaCancelledError extends Error {
  override readonly name = 'MfaCancelledError';
}

/** What emulators take, and what is no secret. */
const ANY_KEYS: Keys = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Where the keys of a connection come from. The client asks it again before they expire, and keeps them in memory only. */
export function createCredentials(
  definition: ConnectionDefinition,
  place: Place,
  context: CredentialsContext,
): AwsCredentialIdentityProvider {
  if (definition.kind === 'endpoint') return async () => (await context.readKeys()) ?? ANY_KEYS;
  if (place.profile === undefined) return () => Promise.resolve(readEnvironment(context.environment));
  const handler = context.signInHandler ?? createSignInHandler();
  const provide = fromIni({
    profile: place.profile,
    // `aws sso login` and other tools change the files while the editor runs.
    ignoreCache: true,
    mfaCodeProvider: context.askMfaCode,
    // Not as `clientConfig`: that would also be the region of the SSO portal, which has one of its own.
    parentClientConfig: { region: place.region },
    clientConfig: {
      // A variable like AWS_ENDPOINT_URL, made for the local broker, would send keys there.
      ignoreConfiguredEndpointUrls: true,
      requestHandler: handler,
    },
  });
  return async (properties) => {
    handler.trouble = undefined;
    try {
      return await provide(properties);
    } catch (error) {
      throw markKeys(handler.trouble ?? error);
    }
  };
}

/** The call that failed was not the one that the user made, but one for its keys. */
function markKeys(error: unknown): unknown {
  return error instanceof Error ? Object.assign(error, { isOfKeys: true }) : error;
}

function createSignInHandler(): GuardedHandler {
  return new GuardedHandler(isSignInHost);
}

/** Roles are assumed and portals are asked on hosts of AWS only. */
export function isSignInHost({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && isAwsHost(hostname);
}

function readEnvironment(environment: NodeJS.ProcessEnv): AwsCredentialIdentity {
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  return {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(sessionToken !== undefined && { sessionToken }),
  };
}
