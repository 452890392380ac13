import { l10n, type QuickPickItem, window } from 'vscode';
import type { ProbeMessage } from '../../broker/protocol/idempotence.ts';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import { pickMessages } from '../queues/messages/pickMessages.ts';
import type { PickQueueNeeds } from '../queues/pickQueue.ts';
import type { pickTraceFile } from '../trace/pickTraceFile.ts';

interface SourceItem extends QuickPickItem {
  readonly read: () => Promise<readonly ProbeMessage[] | undefined>;
}

export interface PickProbesNeeds extends PickQueueNeeds {
  readonly loadPages: () => { readonly pickTraceFile: typeof pickTraceFile };
}

/** Of one test. */
const MAXIMUM_PROBES = 100;

/** Asks for the messages that a consumer is tested with. @returns undefined when the user chose none */
export async function pickProbes(
  services: PickProbesNeeds,
  queue: QueueSummary,
  title: string,
): Promise<readonly ProbeMessage[] | undefined> {
  const items: SourceItem[] = [
    {
      label: `$(edit) ${l10n.t('Enter a message body…')}`,
      read: () => typeProbe(queue, title),
    },
    {
      label: `$(list-selection) ${l10n.t('Copies of messages in a queue…')}`,
      description: l10n.t('at most {0}', MAXIMUM_PROBES),
      read: () => copyProbes(services, queue, title),
    },
    {
      label: `$(file) ${l10n.t('A saved trace')}`,
      description: l10n.t('at most {0} of its messages', MAXIMUM_PROBES),
      read: () => readProbes(services, queue, title),
    },
  ];
  const choice = await window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: `${title}: ${queue.name}`,
    placeHolder: l10n.t('Messages to test with'),
  });
  return choice?.read();
}

async function typeProbe(queue: QueueSummary, title: string): Promise<readonly ProbeMessage[] | undefined> {
  const body = await window.showInputBox({
    ignoreFocusOut: true,
    title: `${title}: ${queue.name}`,
    prompt: l10n.t('Message body'),
    validateInput: (value) => (value === '' ? l10n.t('The message body can’t be empty.') : undefined),
  });
  return body === undefined ? undefined : [withGroup({ body }, queue)];
}

async function copyProbes(
  services: PickQueueNeeds,
  queue: QueueSummary,
  title: string,
): Promise<readonly ProbeMessage[] | undefined> {
  const picked = await pickMessages(services, undefined, undefined, {
    title,
    needs: ['peek'],
  });
  if (!picked) return undefined;
  const { connection, messages } = picked;
  const wanted = messages.slice(0, MAXIMUM_PROBES);
  return Promise.all(
    wanted.map(async ({ messageId, groupId }) => {
      const { body, attributes } = await connection.can.peek.read(picked.queue.arn, messageId);
      return withGroup({ body, attributes, ...(groupId === undefined ? {} : { groupId }) }, queue);
    }),
  );
}

async function readProbes(
  { loadPages }: PickProbesNeeds,
  queue: QueueSummary,
  title: string,
): Promise<readonly ProbeMessage[] | undefined> {
  const recorded = await loadPages().pickTraceFile(title, undefined);
  return recorded?.sends
    .slice(0, MAXIMUM_PROBES)
    .map(({ body, attributes, groupId }) =>
      withGroup({ body, attributes, ...(groupId === undefined ? {} : { groupId }) }, queue),
    );
}

/** FIFO queues want a group; others get none. */
function withGroup({ body, attributes, groupId }: ProbeMessage, { kind }: QueueSummary): ProbeMessage {
  return {
    body,
    ...(attributes === undefined ? {} : { attributes }),
    ...(kind === 'fifo' ? { groupId: groupId ?? 'default' } : {}),
  };
}
