import * as l10n from '@vscode/l10n';
import type { ActionName } from '../../../broker/api/actions.ts';
import type { NewDeadLetterQueue, QueueDraft } from '../../../webview/queueEditorProtocol.ts';
import type { ChangeQuestion } from '../../connections/capabilities.ts';
import { forCount } from '../../ground/forCount.ts';
import { describeChange, type QueueValues } from './changeText.ts';

const NOTHING: QueueValues = { attributes: {}, tags: {} };

/** What is asked about before a dead-letter queue is created for a queue that exists, and the rest is changed. */
export function askToChange(
  queueName: string,
  before: QueueValues,
  { attributes, tags, newDeadLetterQueue }: QueueDraft & { readonly newDeadLetterQueue: NewDeadLetterQueue },
  removedTags: readonly string[],
): ChangeQuestion {
  const actions: ActionName[] = ['CreateQueue', 'SetQueueAttributes'];
  if (removedTags.length > 0) actions.push('UntagQueue');
  if (Object.keys(tags).length > 0) actions.push('TagQueue');
  const change = describeChange(before, { queueArn: '', attributes, tags, removedTags: [...removedTags] });
  return {
    count: actions.length,
    covers: { actions, queues: [newDeadLetterQueue.name, queueName] },
    lines: [describeDeadLetters(queueName, newDeadLetterQueue), ...(change === '' ? [] : [change])],
  };
}

/** What is asked about before a queue is created, with its dead-letter queue if it gets a new one. */
export function askToCreate(
  name: string,
  { attributes, tags, newDeadLetterQueue }: Partial<QueueDraft>,
): ChangeQuestion {
  const values = describeChange(NOTHING, { queueArn: '', attributes: attributes ?? {}, tags: tags ?? {} });
  return {
    count: newDeadLetterQueue === undefined ? 1 : 2,
    covers: {
      actions: ['CreateQueue'],
      queues: newDeadLetterQueue === undefined ? [name] : [newDeadLetterQueue.name, name],
    },
    lines: [
      ...(newDeadLetterQueue === undefined ? [] : [describeDeadLetters(name, newDeadLetterQueue)]),
      ...(values === '' ? [] : [values]),
    ],
  };
}

function describeDeadLetters(queueName: string, { name, maxReceiveCount }: NewDeadLetterQueue): string {
  return forCount(
    maxReceiveCount,
    l10n.t('Creates {0}, which takes messages of {1} after 1 receive.', name, queueName),
    l10n.t('Creates {0}, which takes messages of {1} after {2} receives.', name, queueName, maxReceiveCount),
  );
}
