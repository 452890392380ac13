import type { Variables } from '../../broker/programs/endpointVariables.ts';

/** What the exports can be written for: shells, and files that programs and launch configurations read. */
export type Shell = 'bash' | 'powershell' | 'fish' | 'cmd' | 'dotenv';

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
