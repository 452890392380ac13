import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import type { UserKeys } from '../security/userKeys.ts';
import { SPOILING_ENDPOINT, SPOILING_IDENTITY, SPOILING_KEYS } from './spoilingVariables.ts';

/** Variables by their names; null: the program must not have it. */
export type Variables = Readonly<Record<string, string | null>>;

/** What the exports can be written for: shells, and files that programs and launch configurations read. */
export type Shell = 'bash' | 'powershell' | 'fish' | 'cmd' | 'dotenv';

/** Where programs are to call: HTTPS where the broker serves it. */
export function findEndpoint({ endpoint, secureEndpoint }: BrokerInfo): string {
  return secureEndpoint ?? endpoint;
}

/**
 * The variables that lead any AWS SDK and the AWS CLI to the broker, also where a shell has others that lead elsewhere.
 * @param keys of the user to sign as; undefined where any credentials are good
 * @param more variables by which a program trusts the endpoint, and calls it directly
 */
export function listEndpointVariables(
  info: BrokerInfo,
  keys: Pick<UserKeys, 'accessKeyId' | 'secretAccessKey'> | undefined,
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

/** @returns lines to paste into the shell, in this order; the values are quoted. */
export function listExports(shell: Shell, variables: Variables): readonly string[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    value === null ? formatRemoval(shell, name) : formatExport(shell, name, value),
  );
}

/** A file of variables can remove none. */
function formatRemoval(shell: Shell, name: string): readonly string[] {
  switch (shell) {
    case 'bash':
      return [`unset ${name}`];
    case 'powershell':
      return [`Remove-Item Env:${name} -ErrorAction Ignore`];
    case 'fish':
      // Without a scope, fish may erase a universal variable: in all sessions, and for good. That one cannot be hidden either:
      // fish exports it in spite of a global variable that is not exported.
      return [`set -eg ${name}`];
    case 'cmd':
      return [`set "${name}="`];
    case 'dotenv':
      return [];
  }
}

function formatExport(shell: Shell, name: string, value: string): string {
  switch (shell) {
    case 'bash':
      return `export ${name}='${value.replaceAll("'", `'\\''`)}'`;
    case 'powershell':
      return `$env:${name} = '${value.replaceAll("'", "''")}'`;
    case 'fish':
      return `set -gx ${name} '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    case 'cmd':
      // The quotes are around both, so that they do not become part of the value.
      return `set "${name}=${value}"`;
    case 'dotenv':
      // Some readers take quotes for a part of the value: only what needs them gets them.
      return /^[\w./:@%+,*[\]-]*$/.test(value) ? `${name}=${value}` : `${name}=${quoteForDotenv(value)}`;
  }
}

/** In quotes that the value does not have itself: readers of such files differ in what they unescape. */
function quoteForDotenv(value: string): string {
  const quote = ["'", '"', '`'].find((each) => !value.includes(each)) ?? '"';
  return `${quote}${value}${quote}`;
}
