import { parseKnownFiles } from '@smithy/core/config';

/** How a profile gets its keys. */
export type ProfileKind = 'keys' | 'role' | 'sso' | 'process' | 'webIdentity' | 'login' | 'none';

/** What can be said of an AWS profile without using it. */
export interface Profile {
  readonly name: string;
  readonly kind: ProfileKind;
  readonly region?: string;
  /** The account that its keys are of, as far as the files say it. */
  readonly account?: string;
  /** It asks for a code of a device. */
  readonly needsMfa: boolean;
  readonly fips: boolean;
  readonly dualStack: boolean;
  /** Shown when a connection is added, and not used otherwise. */
  readonly endpoint?: string;
  /** Its keys, or those of a profile that it builds on, come from the metadata service of a machine in AWS. */
  readonly asksMachine?: boolean;
}

type Section = Readonly<Record<string, string | undefined>>;

/**
 * The profiles of the AWS configuration files of this machine, sorted by name; none without such files. Reads them each time,
 * without the AWS SDK: a file of 5,000 profiles takes milliseconds.
 * @param files instead of those that the environment names
 */
export async function readProfiles(
  files: { readonly filepath?: string; readonly configFilepath?: string } = {},
): Promise<readonly Profile[]> {
  const sections: Readonly<Record<string, Section>> = await parseKnownFiles({ ...files, ignoreCache: true });
  return Object.entries(sections)
    .filter(([name]) => !/^(?:sso-session|services)\./.test(name))
    .map(([name, section]) => ({
      ...describeProfile(name, section),
      ...(asksMachine(sections, name) && { asksMachine: true }),
    }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function describeProfile(name: string, section: Section): Profile {
  const account =
    section['sso_account_id'] ?? section['aws_account_id'] ?? accountOfRole(section['role_arn']);
  return {
    name,
    kind: findKind(section),
    ...(section['region'] !== undefined && { region: section['region'] }),
    ...(account !== undefined && { account }),
    needsMfa: section['mfa_serial'] !== undefined,
    fips: section['use_fips_endpoint'] === 'true',
    dualStack: section['use_dualstack_endpoint'] === 'true',
    ...(section['endpoint_url'] !== undefined && { endpoint: section['endpoint_url'] }),
  };
}

/** In the order in which the SDK looks for them. */
function findKind(section: Section): ProfileKind {
  const has = (...names: readonly string[]) => names.every((name) => section[name] !== undefined);
  if (has('role_arn', 'source_profile') || has('role_arn', 'credential_source')) return 'role';
  if (has('aws_access_key_id', 'aws_secret_access_key')) return 'keys';
  if (has('web_identity_token_file', 'role_arn')) return 'webIdentity';
  if (has('credential_process')) return 'process';
  if (has('sso_session') || has('sso_start_url')) return 'sso';
  return has('login_session') ? 'login' : 'none';
}

/** For keys from these services, the SDK makes HTTP calls of its own, which our request handler cannot check. */
function asksMachine(sections: Readonly<Record<string, Section>>, name: string): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = name; at !== undefined && !seen.has(at); ) {
    seen.add(at);
    const section: Section = sections[at] ?? {};
    if (section['role_arn'] === undefined) return false;
    if (/^(?:EcsContainer|Ec2InstanceMetadata)$/.test(section['credential_source'] ?? '')) return true;
    at = section['source_profile'];
  }
  return false;
}

function accountOfRole(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : /^arn:[\w-]+:iam::(\d{12}):/.exec(arn)?.[1];
}
