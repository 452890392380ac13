import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import type { UserKeys } from '../security/credentialsFile.ts';

/** Shells that the exports can be written for. */
export const SHELLS = ['bash', 'powershell', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** What a program has to trust to call over HTTPS, PEM. */
export interface TrustFiles {
  /** The local authority alone. */
  readonly authorityPath: string;
  /** The public authorities and the local one. */
  readonly bundlePath: string;
}

/** Where programs are to call: HTTPS where the broker serves it. */
export function findEndpoint({ endpoint, secureEndpoint, authorityPath, bundlePath }: BrokerInfo): {
  readonly endpoint: string;
  readonly trust: TrustFiles | undefined;
} {
  if (secureEndpoint === undefined || authorityPath === undefined || bundlePath === undefined) {
    return { endpoint, trust: undefined };
  }
  return { endpoint: secureEndpoint, trust: { authorityPath, bundlePath } };
}

/** What decides whom a program trusts. */
export const TRUST_VARIABLES = ['NODE_EXTRA_CA_CERTS', 'AWS_CA_BUNDLE', 'SSL_CERT_FILE'] as const;

/** Node adds its file to what it trusts; the other two replace that, so theirs has the public authorities in it. */
export function listTrustVariables({
  authorityPath,
  bundlePath,
}: TrustFiles): Record<(typeof TRUST_VARIABLES)[number], string> {
  return {
    NODE_EXTRA_CA_CERTS: authorityPath,
    AWS_CA_BUNDLE: bundlePath,
    SSL_CERT_FILE: bundlePath,
  };
}

/**
 * The variables that lead any AWS SDK and the AWS CLI to the broker.
 * @param keys of the user to sign as; undefined where any credentials are good
 */
export function listEndpointVariables(
  info: BrokerInfo,
  keys: Pick<UserKeys, 'accessKeyId' | 'secretAccessKey'> | undefined,
): Record<string, string> {
  const { endpoint, trust } = findEndpoint(info);
  const { region } = info;
  return {
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: keys?.accessKeyId ?? 'queueside',
    AWS_SECRET_ACCESS_KEY: keys?.secretAccessKey ?? 'queueside',
    ...(trust === undefined ? undefined : listTrustVariables(trust)),
  };
}

/** @returns lines to paste into the shell; the values are quoted. */
export function formatExports(shell: Shell, variables: Readonly<Record<string, string>>): string {
  const lines = Object.entries(variables).map(([name, value]) => formatExport(shell, name, value));
  return `${lines.join('\n')}\n`;
}

function formatExport(shell: Shell, name: string, value: string): string {
  switch (shell) {
    case 'bash':
      return `export ${name}='${value.replaceAll("'", `'\\''`)}'`;
    case 'powershell':
      return `$env:${name} = '${value.replaceAll("'", "''")}'`;
    case 'fish':
      return `set -gx ${name} '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  }
}
