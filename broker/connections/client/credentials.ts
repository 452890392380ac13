import type { Agent } from 'node:https';
import { fromIni } from '@aws-sdk/credential-provider-ini';
import { fromWebToken } from '@aws-sdk/credential-provider-web-identity';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { ConnectionDefinition } from '../definition.ts';
import type { Place } from '../place.ts';
import { type Schedule, systemSchedule } from '../../time/schedule.ts';
import { isAwsHost, isAwsSignInHost } from '../regions.ts';
import { limitCredentialPrograms } from './credentialProgram.ts';
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
  /** Of the time that the program of a profile has; absent: the clock of this machine. */
  readonly schedule?: Schedule;
  /** Of the connections to AWS that get keys, outside an editor, which has proxies of its own. */
  readonly httpsAgent?: Agent;
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
  limitCredentialPrograms(context.schedule ?? systemSchedule);
  const handler = context.signInHandler ?? createSignInHandler(context.httpsAgent);
  const clientConfig = {
    // A variable like AWS_ENDPOINT_URL, made for the local broker, would send keys there.
    ignoreConfiguredEndpointUrls: true,
    // With `auto`, of a variable or a profile, the SDK asks the metadata service of a machine, with a call of its own.
    defaultsMode: 'standard',
    requestHandler: handler,
  };
  // Not in `clientConfig`: that would also be the region of the SSO portal, which has one of its own.
  const parentClientConfig = { region: place.region };
  const provide = fromIni({
    profile: place.profile,
    // `aws sso login` and other tools change the files while the editor runs.
    ignoreCache: true,
    mfaCodeProvider: context.askMfaCode,
    parentClientConfig,
    clientConfig,
    // By itself, it would make a client without `clientConfig`.
    roleAssumerWithWebIdentity: ({ RoleArn, RoleSessionName, WebIdentityToken }) =>
      fromWebToken({
        roleArn: RoleArn,
        roleSessionName: RoleSessionName,
        webIdentityToken: WebIdentityToken,
        clientConfig,
        parentClientConfig,
      })(),
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

function createSignInHandler(httpsAgent: Agent | undefined): GuardedHandler {
  return new GuardedHandler(isSignInHost, undefined, undefined, undefined, httpsAgent);
}

/** Roles are assumed, portals are asked and logins are renewed on hosts of AWS only. */
export function isSignInHost({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && (isAwsHost(hostname) || isAwsSignInHost(hostname));
}

function readEnvironment(environment: NodeJS.ProcessEnv): AwsCredentialIdentity {
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  return {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(sessionToken !== undefined && { sessionToken }),
  };
}
