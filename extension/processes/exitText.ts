import * as l10n from '@vscode/l10n';

/** How a process ended, such as `SIGTERM` or `exit code 3`; empty if it never started. */
export function describeExit({
  code,
  signal,
}: {
  readonly code?: number;
  readonly signal?: string;
}): readonly string[] {
  if (signal !== undefined) return [signal];
  return code === undefined ? [] : [l10n.t('exit code {0}', code)];
}
