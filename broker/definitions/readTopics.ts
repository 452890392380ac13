import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import type { SubscriptionDefinition, TopicDefinition } from './alarmDefinition.ts';
import { isFifoName } from './definition.ts';
import type { JsonReader } from './jsonReader.ts';

const TOPIC_NAME = /^[\w-]{1,256}$/;
const MAXIMUM_SUBSCRIPTIONS = 100;

/** Reads a topic and the queues that subscribe to it: names, or objects that also say how. */
export function readTopic(
  reader: JsonReader,
  name: string,
  node: Node,
  key: Node,
  queueNames: ReadonlySet<string>,
): TopicDefinition {
  if (!TOPIC_NAME.test(name)) {
    reader.note(key, l10n.t('The name of a topic has 1 to 256 letters, digits, hyphens and underscores.'));
  }
  let subscriptions: readonly SubscriptionDefinition[] = [];
  reader.readMembers(node, l10n.t('A topic'), {
    queues: (value) => {
      subscriptions = reader
        .readElements(value, 'queues', MAXIMUM_SUBSCRIPTIONS, (element) =>
          readSubscription(reader, element, queueNames),
        )
        .flat();
    },
  });
  return { name, subscriptions };
}

function readSubscription(
  reader: JsonReader,
  node: Node,
  queueNames: ReadonlySet<string>,
): SubscriptionDefinition | [] {
  if (node.type !== 'object') {
    const queue = reader.readText(node, l10n.t('An element of {0}', 'queues'));
    return queue !== undefined && maySubscribe(reader, node, queue, queueNames) ? { queue, raw: false } : [];
  }
  let queue: string | undefined;
  let queueNode = node;
  let raw = false;
  reader.readMembers(node, l10n.t('A subscription'), {
    queue: (value) => {
      queueNode = value;
      queue = reader.readText(value, 'queue');
    },
    raw: (value) => {
      if (value.type === 'boolean') raw = value.value as boolean;
      else reader.note(value, l10n.t('{0} must be true or false.', 'raw'));
    },
  });
  if (queue === undefined) {
    if (queueNode === node) reader.note(node, l10n.t('A subscription must have a "queue".'));
    return [];
  }
  return maySubscribe(reader, queueNode, queue, queueNames) ? { queue, raw } : [];
}

/** A file must work on a broker without queues, so what it refers to must be in it. */
function maySubscribe(
  reader: JsonReader,
  node: Node,
  queue: string,
  queueNames: ReadonlySet<string>,
): boolean {
  if (!queueNames.has(queue)) {
    reader.note(node, l10n.t('This file has no queue {0}.', JSON.stringify(queue)));
    return false;
  }
  if (!isFifoName(queue)) return true;
  reader.note(node, l10n.t('A FIFO queue cannot subscribe to a topic that is not FIFO.'));
  return false;
}
