import { ConfigurationTarget, l10n, window, workspace } from 'vscode';
import type { JumpForecast } from '../../broker/protocol/clock.ts';
import { formatDuration } from '../ground/durations.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { nameOfArn } from '../ground/text.ts';
import { describeLoss, describeUndo } from './jumpText.ts';

export interface ConfirmJumpNeeds {
  readonly settings: SettingsReader;
}

/** Asks before a jump of the clock that ends messages. */
export async function confirmJump({ settings }: ConfirmJumpNeeds, forecast: JumpForecast): Promise<boolean> {
  const { byMs, ending, undoMs } = forecast;
  if (ending.length === 0 || !settings.read('confirmAdvance')) return true;
  const action = l10n.t('Advance');
  const always = l10n.t('Advance, Don’t Ask Again');
  const choice = await window.showWarningMessage(
    l10n.t('Advance the clock by {0}?', formatDuration(byMs)),
    {
      modal: true,
      detail: [
        describeLoss(ending),
        describeUndo(undoMs),
        // The sentence names all of a few.
        ...(ending.length > 3
          ? ['', ...ending.map(({ queueArn, messages }) => `${nameOfArn(queueArn)}: ${messages}`)]
          : []),
      ].join('\n'),
    },
    action,
    always,
  );
  if (choice === always) {
    await workspace.getConfiguration('queueside').update('confirmAdvance', false, ConfigurationTarget.Global);
  }
  return choice !== undefined;
}
