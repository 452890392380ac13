import * as l10n from '@vscode/l10n';
import { window } from 'vscode';
import type { Consent, Question } from '../../broker/connections/client/safeguards.ts';
import type { ConnectionDefinition } from '../../broker/connections/definition.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount } from '../ground/text.ts';
import { findServiceAddress } from '../../broker/connections/regions.ts';

/** Asks by dialogs, each of which names the connection. */
export const DIALOG_CONSENT: Consent = {
  agree: (question) => ask(nameCalls(question), describeCalls(question)),
  agreeToLaunch: ({ connection, queues }) =>
    ask({
      text: l10n.t('{0}: receive and delete messages of {1}?', connection, queues.join(', ')),
      button: l10n.t('Call'),
    }),
  agreeToPlan: async ({ title, detail, button, alternatives: [first, ...others] = [] }) => {
    // The first button is the one that Enter chooses.
    const buttons = [...(first === undefined ? [] : [first]), button, ...others];
    const choice = await window.showWarningMessage(title, { modal: true, detail }, ...buttons);
    return choice === button || (choice ?? false);
  },
  typeQueueName: ({ connection, action, queues: [name = ''], lines }: Question) =>
    Promise.resolve(
      window.showInputBox({
        title: l10n.t('{0}: {1}', connection, action),
        prompt: [
          ...(lines ?? [l10n.t('This cannot be undone.')]),
          l10n.t('To call {0}, type the name of the queue: {1}', action, name),
        ].join(' '),
        placeHolder: name,
        ignoreFocusOut: true,
      }),
    ),
};

interface Asked {
  readonly text: string;
  /** The one answer that is a yes. */
  readonly button: string;
}

/** What the dialog asks: what is called, or what several calls do together. */
function nameCalls({ connection, action, actions, queues, count = 1 }: Question): Asked {
  const names = queues.join(', ');
  if (actions !== undefined) {
    if (actions.includes('StartMessageMoveTask'))
      return { text: l10n.t('{0}: redrive {1}?', connection, names), button: l10n.t('Redrive') };
    return actions.every((each) => each === 'CreateQueue')
      ? { text: l10n.t('{0}: create {1}?', connection, names), button: l10n.t('Create') }
      : { text: l10n.t('{0}: change {1}?', connection, names), button: l10n.t('Change') };
  }
  const button = l10n.t('Call');
  if (queues.length === 0) return { text: l10n.t('{0}: call {1}?', connection, action), button };
  return {
    text: forCount(
      count,
      l10n.t('{0}: call {1} on {2}?', connection, action, names),
      l10n.t('{0}: call {1} on {2}, {3} times?', connection, action, names, formatCount(count)),
    ),
    button,
  };
}

function describeCalls({ actions, lines = [] }: Question): string[] {
  return actions === undefined ? [...lines] : [...lines, l10n.t('Calls: {0}.', actions.join(', '))];
}

async function ask({ text, button }: Asked, lines: readonly string[] = []): Promise<boolean> {
  const detail = [
    ...lines,
    l10n.t(
      'Other programs and people may use these queues. The protection level of the connection asks for each change.',
    ),
  ].join('\n');
  return (await window.showWarningMessage(text, { modal: true, detail }, button)) === button;
}

/** The address that a connection calls, for the choice of its level. */
export function guessAddress(definition: ConnectionDefinition): string {
  return definition.endpoint ?? findServiceAddress('sqs', definition.region ?? 'us-east-1');
}
