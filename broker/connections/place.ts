import * as l10n from '@vscode/l10n';
import { isLoopbackName } from '../addresses/loopback.ts';
import type { ConnectionDefinition } from './definition.ts';
import type { Profile } from './profiles.ts';
import { type AddressOptions, findPartition, findServiceAddress, isAwsHost, isRegion } from './regions.ts';

/** Where the calls of a connection go, and nowhere else. */
export interface Place {
  /** URL without a slash at its end. */
  readonly endpoint: string;
  /** That calls are signed for. */
  readonly region: string;
  /** Of ARNs. */
  readonly partition: string;
  /** The profile that keys come from. */
  readonly profile?: string;
  /** The address of STS, which says whose the keys are; absent for endpoints that are not AWS. */
  readonly identityEndpoint?: string;
}

/** Whether calls stay on this machine. */
export function isOnThisMachine({ endpoint }: Place): boolean {
  return isLoopbackName(new URL(endpoint).hostname);
}

/** What emulators take for the region if nothing else is said. */
const DEFAULT_REGION = 'us-east-1';

/**
 * Works out where the calls of a connection go: by its definition, and by regions, never by an endpoint that a profile or an
 * environment variable names.
 * @param profiles of this machine
 * @param environment of the editor; only the kind `environment` looks into it
 * @returns what is missing if it is a text
 */
export function findPlace(
  definition: ConnectionDefinition,
  profiles: readonly Profile[],
  environment: NodeJS.ProcessEnv,
): Place | string {
  if (definition.kind === 'endpoint')
    return placeAt(definition.endpoint, definition.region ?? DEFAULT_REGION);
  const isProfileKind = definition.kind === 'profile';
  const hasKeys = !isProfileKind && environment['AWS_ACCESS_KEY_ID'] !== undefined;
  const name = isProfileKind
    ? definition.profile
    : hasKeys
      ? undefined
      : (environment['AWS_PROFILE'] ?? 'default');
  const profile = profiles.find((each) => each.name === name);
  if (name !== undefined && profile === undefined) {
    return isProfileKind
      ? l10n.t(
          'There is no AWS profile “{0}” on this machine. Choose another profile, or run “aws configure --profile {0}”.',
          name,
        )
      : l10n.t(
          'The environment of the editor has no AWS keys, and there is no AWS profile “{0}”. Set AWS_PROFILE, and start the editor again.',
          name,
        );
  }
  if (profile?.asksMachine === true) {
    return l10n.t(
      'The AWS profile “{0}” gets its keys from the machine (credential_source), over a connection that is not checked. Choose another profile.',
      profile.name,
    );
  }
  const ofEnvironment = isProfileKind
    ? undefined
    : (environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION']);
  const region = definition.region ?? ofEnvironment ?? profile?.region;
  if (region === undefined) {
    return profile
      ? l10n.t(
          'The AWS profile “{0}” has no region. Set “region” of the connection “{1}”.',
          profile.name,
          definition.name,
        )
      : l10n.t(
          'The environment of the editor has no AWS_REGION. Set “region” of the connection “{0}”.',
          definition.name,
        );
  }
  if (!isRegion(region))
    return l10n.t(
      '“{0}” is not a region of AWS. Set “region” of the connection “{1}”.',
      region,
      definition.name,
    );
  const options = isProfileKind
    ? { fips: profile?.fips === true, dualStack: profile?.dualStack === true }
    : {
        fips: isOn(environment['AWS_USE_FIPS_ENDPOINT'], profile?.fips),
        dualStack: isOn(environment['AWS_USE_DUALSTACK_ENDPOINT'], profile?.dualStack),
      };
  const endpoint = definition.endpoint ?? findServiceAddress('sqs', region, options);
  return { ...placeAt(endpoint, region, options), ...(profile && { profile: profile.name }) };
}

function placeAt(endpoint: string, region: string, options?: AddressOptions): Place {
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    region,
    partition: findPartition(region).id,
    ...(isAwsHost(new URL(endpoint).hostname) && {
      identityEndpoint: findServiceAddress('sts', region, options),
    }),
  };
}

function isOn(variable: string | undefined, ofProfile = false): boolean {
  return variable === undefined ? ofProfile : variable.toLowerCase() === 'true';
}
