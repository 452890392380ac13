import * as l10n from '@vscode/l10n';

/** A call without a response, for people. @param code of Node.js, such as `ECONNRESET`; undefined if it is none of them */
export function describeConnectionError(code: string): string | undefined {
  return /^E[A-Z]{3,}$/u.test(code)
    ? l10n.t('The broker can’t be reached, or it closed the connection ({0}).', code)
    : undefined;
}
