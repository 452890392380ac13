import * as l10n from '@vscode/l10n';
import { window } from 'vscode';
import { forCount } from '../../ground/forCount.ts';
import { pick } from '../../ground/pick.ts';
import { formatCount } from '../../ground/text.ts';

/** Messages of one transfer: what it remembers of each has to stay small. */
export const MAXIMUM_TRANSFERRED = 10_000;
const FEW = [10, 100] as const;

/** @returns messages; undefined when the user gave up */
export async function askMaximum(title: string, expected: number): Promise<number | undefined> {
  const all = Math.min(expected, MAXIMUM_TRANSFERRED);
  const chosen = await pick<number | 'other'>(
    [
      {
        label: l10n.t('All Messages'),
        description: forCount(all, l10n.t('about 1 message'), l10n.t('about {0} messages', formatCount(all))),
        detail: l10n.t('At most {0} messages at a time.', formatCount(MAXIMUM_TRANSFERRED)),
        value: MAXIMUM_TRANSFERRED,
      },
      ...FEW.map((count) => ({ label: l10n.t('Up to {0} Messages', formatCount(count)), value: count })),
      { label: l10n.t('Another Number…'), value: 'other' },
    ],
    { title, placeHolder: l10n.t('How many messages?'), none: { text: '' } },
  );
  if (chosen !== 'other') return chosen;
  const typed = await window.showInputBox({
    ignoreFocusOut: true,
    title,
    prompt: l10n.t('How many messages at most?'),
    value: '1000',
    validateInput: (text) =>
      isNumberOfMessages(text)
        ? undefined
        : l10n.t('Enter a whole number from 1 to {0}.', formatCount(MAXIMUM_TRANSFERRED)),
  });
  return typed === undefined ? undefined : Number(typed);
}

function isNumberOfMessages(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= MAXIMUM_TRANSFERRED;
}
