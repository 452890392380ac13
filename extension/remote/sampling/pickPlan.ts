import * as l10n from '@vscode/l10n';
import { window } from 'vscode';
import { formatCount } from '../../ground/text.ts';
import { HOLD_CHOICES, type LookPlan, MESSAGE_CHOICES, nameHold } from './lookPlan.ts';
import { nameLook } from './lookQuestion.ts';

/** Asks for the numbers of a look. @param queue its name @returns undefined if the user cancels */
export async function pickPlan(queue: string): Promise<LookPlan | undefined> {
  const title = l10n.t('Sample Messages of {0}', queue);
  const counts = MESSAGE_CHOICES.map((messages) => ({
    label: nameLook({ messages }),
    messages,
  }));
  const count = await window.showQuickPick(counts, {
    title,
    placeHolder: l10n.t('Number of messages'),
    ignoreFocusOut: true,
  });
  if (count === undefined) return undefined;
  const holds = HOLD_CHOICES.map((holdSeconds) => ({ label: nameHold(holdSeconds), holdSeconds }));
  const hold = await window.showQuickPick(holds, {
    title,
    placeHolder: l10n.t('How long to hide {0} messages from consumers', formatCount(count.messages)),
    ignoreFocusOut: true,
  });
  return hold && { messages: count.messages, holdSeconds: hold.holdSeconds };
}
