import * as l10n from '@vscode/l10n';
import { formatCount } from './byteFormat.ts';
import { forCount } from './quantities.ts';

const SPACES = /^ +$/u;

/** What a text is of which nothing can be seen, such as `3 spaces`; undefined for all others. */
export function describeBlank(text: string): string | undefined {
  if (text === '') return l10n.t('Empty');
  if (/\S/u.test(text)) return undefined;
  const count = formatCount(text.length);
  return SPACES.test(text)
    ? forCount(text.length, l10n.t('1 space'), l10n.t('{0} spaces', count))
    : forCount(text.length, l10n.t('1 white-space character'), l10n.t('{0} white-space characters', count));
}
