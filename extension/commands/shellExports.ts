/** Shells that the exports can be written for. */
export const SHELLS = ['bash', 'powershell', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** The variables that lead any AWS SDK and the AWS CLI to the broker; the broker accepts any credentials. */
export function listEndpointVariables(endpoint: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'queueside',
    AWS_SECRET_ACCESS_KEY: 'queueside',
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
