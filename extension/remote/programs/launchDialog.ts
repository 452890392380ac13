import * as l10n from '@vscode/l10n';
import { window } from 'vscode';
import type { AskedEffect } from '../../../broker/protocol/gateway.ts';
import { writeQueues } from '../../ground/counts.ts';
import { oneLine } from '../../ground/oneLine.ts';

/** What a user is asked about one launch, at once. */
export interface LaunchAsk {
  /** The name of the launch. */
  readonly program: string;
  /** The name of the connection. */
  readonly connection: string;
  /** Where its calls go: account, region, level and address. */
  readonly place: readonly string[];
  /** Names of queues, by what is done with them. */
  readonly queues: ReadonlyMap<AskedEffect, readonly string[]>;
}

/** `dismissed`: the user closed the question, and said nothing for later calls. */
export type LaunchReply = 'yes' | 'no' | 'dismissed';

/** Asks a user for an answer. */
export type AskForLaunch = (ask: LaunchAsk) => Promise<LaunchReply>;

/** More names are in the lines below the question. */
const NAMES_IN_QUESTION = 3;

/** The first question about a launch: a dialog that says all there is to know. */
export const askByDialog: AskForLaunch = async (ask) => {
  const { program, connection, place, queues } = ask;
  const { allow, deny } = nameButtons();
  const choice = await window.showWarningMessage(
    l10n.t('{0}: let “{1}” use {2}?', connection, oneLine(program), nameQueues(ask)),
    {
      modal: true,
      detail: [
        [...queues].map(([effect, names]) => describeEffect(effect, names)).join('\n'),
        place.join('\n'),
        l10n.t('Other programs and people may use these queues. You are asked again for other queues.'),
      ].join('\n\n'),
    },
    allow,
    deny,
  );
  return readChoice(choice, allow);
};

/** Another queue of a launch that the user has agreed to: a notification, which does not interrupt. */
export const askByNotice: AskForLaunch = async (ask) => {
  const { program, connection, queues } = ask;
  const { allow, deny } = nameButtons();
  const effects = [...queues].map(([effect, names]) => describeEffect(effect, names)).join(' ');
  const text = l10n.t('{0}: “{1}” also wants to use {2}.', connection, oneLine(program), nameQueues(ask));
  const choice = await window.showWarningMessage(`${text} ${effects}`, allow, deny);
  return readChoice(choice, allow);
};

function nameButtons() {
  return { allow: l10n.t('Allow for This Launch'), deny: l10n.t('Don’t Allow') };
}

function readChoice(choice: string | undefined, allow: string): LaunchReply {
  if (choice === undefined) return 'dismissed';
  return choice === allow ? 'yes' : 'no';
}

function nameQueues({ queues }: LaunchAsk): string {
  const names = [...new Set([...queues.values()].flat())];
  return names.length > NAMES_IN_QUESTION ? writeQueues(names.length) : names.join(', ');
}

function describeEffect(effect: AskedEffect, queues: readonly string[]): string {
  const names = queues.join(', ');
  switch (effect) {
    case 'consume':
      return l10n.t('Receive, delete and change visibility of messages: {0}.', names);
    case 'change':
      return l10n.t('Send messages, create queues, and change attributes and tags: {0}.', names);
  }
}
