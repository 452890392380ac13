import * as l10n from '@vscode/l10n';
import { window } from 'vscode';
import type { Consent, Question } from '../../broker/connections/client/safeguards.ts';
import type { ConnectionDefinition } from '../../broker/connections/definition.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount } from '../ground/text.ts';
import { findServiceAddress } from '../../broker/connections/regions.ts';

/** Asks by dialogs, each of which names the connection. */
export const DIALOG_CONSENT: Consent = {
  agree: ({ connection, action, queues, count = 1 }) =>
    askToCall(
      queues.length === 0
        ? l10n.t('{0}: call {1}?', connection, action)
        : forCount(
            count,
            l10n.t('{0}: call {1} on {2}?', connection, action, queues.join(', ')),
            l10n.t(
              '{0}: call {1} on {2}, {3} times?',
              connection,
              action,
              queues.join(', '),
              formatCount(count),
            ),
          ),
    ),
  agreeToLaunch: ({ connection, queues }) =>
    askToCall(l10n.t('{0}: receive and delete messages of {1}?', connection, queues.join(', '))),
  agreeToPlan: async ({ title, detail, button, alternatives: [first, ...others] = [] }) => {
    // The first button is the one that Enter chooses.
    const buttons = [...(first === undefined ? [] : [first]), button, ...others];
    const choice = await window.showWarningMessage(title, { modal: true, detail }, ...buttons);
    return choice === button || (choice ?? false);
  },
  typeQueueName: ({ connection, action, queues: [name = ''] }: Question) =>
    Promise.resolve(
      window.showInputBox({
        title: l10n.t('{0}: {1}', connection, action),
        prompt: l10n.t('This cannot be undone. To call {0}, type the name of the queue: {1}', action, name),
        placeHolder: name,
        ignoreFocusOut: true,
      }),
    ),
};

async function askToCall(question: string): Promise<boolean> {
  const call = l10n.t('Call');
  const detail = l10n.t(
    'Other programs and people may use these queues. The protection level of the connection asks for each change.',
  );
  return (await window.showWarningMessage(question, { modal: true, detail }, call)) === call;
}

/** The address that a connection calls, for the choice of its level. */
export function guessAddress(definition: ConnectionDefinition): string {
  return definition.endpoint ?? findServiceAddress('sqs', definition.region ?? 'us-east-1');
}
