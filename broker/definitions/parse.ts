import * as l10n from '@vscode/l10n';
import { type Node, parseTree } from 'jsonc-parser';
import type { DefinitionProblem } from '../protocol/definitions.ts';
import type { DeclaredFunction } from '../protocol/functionDefinition.ts';
import type { BucketDefinition } from '../buckets/bucket.ts';
import {
  type DeadLetterDefinition,
  FIFO_ATTRIBUTE,
  isFifoName,
  type QueueDefinition,
  REDRIVE_ATTRIBUTE,
} from './definition.ts';
import { JsonReader } from './jsonReader.ts';
import { findPlace, LineIndex } from './problems.ts';
import { findSyntaxFaults } from './syntax.ts';
import type { DefinedAlarms } from './planAlarms.ts';
import type { AlarmDefinition, TopicDefinition } from './alarmDefinition.ts';
import { readAlarm } from './readAlarms.ts';
import { readTopic } from './readTopics.ts';
import { checkBuckets, readBuckets } from './readBuckets.ts';
import { readFunctions } from './readFunctions.ts';
import { readFaults } from './readFaults.ts';
import { readPools } from './readPools.ts';
import { readMessage } from './readMessage.ts';

/** A text that was read. With problems, the queues are those that could be made out. */
export interface ParsedDefinitions extends DefinedAlarms {
  readonly queues: readonly QueueDefinition[];
  readonly buckets: readonly BucketDefinition[];
  readonly functions: readonly DeclaredFunction[];
  /** Absent for an empty text. */
  readonly root: Node | undefined;
  readonly lines: LineIndex;
  readonly problems: readonly DefinitionProblem[];
}

/** Seed messages of one queue. */
const MAXIMUM_MESSAGES = 10_000;
const BYTE_ORDER_MARK = '\uFEFF';

const NOTHING = { queues: [], alarms: [], topics: [], buckets: [], pools: [], functions: [] };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads queue definitions: the syntax (JSON with comments and trailing commas) and the shape of the file. Whether the
 * service would take the values is for the dry run to find out.
 * @param hasFolder whether the text is in a folder, from which those of buckets can be found
 */
export function parseDefinitions(fileText: string, hasFolder = true): ParsedDefinitions {
  // Editors do not count the mark either.
  const text = fileText.startsWith(BYTE_ORDER_MARK) ? fileText.slice(1) : fileText;
  const lines = new LineIndex(text);
  const faults = findSyntaxFaults(text);
  if (faults.length > 0) {
    const problems = faults.map(({ offset, length, message }) => lines.describe(offset, length, message));
    return { ...NOTHING, root: undefined, lines, problems };
  }
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) return { ...NOTHING, root, lines, problems: [] };
  const reader = new JsonReader(text);
  const { queues, buckets, ...read } = readFile(reader, root, hasFolder);
  checkDeadLetters(reader, root, queues);
  checkBuckets(reader, root, buckets, queues);
  return {
    ...read,
    queues,
    buckets,
    root,
    lines,
    problems: reader.faults.map(({ node, message }) => lines.describe(node.offset, node.length, message)),
  };
}

function readFile(
  reader: JsonReader,
  root: Node,
  hasFolder: boolean,
): Omit<ParsedDefinitions, 'root' | 'lines' | 'problems'> {
  const queues: QueueDefinition[] = [];
  const alarms: AlarmDefinition[] = [];
  let topicsNode: Node | undefined;
  let poolsNode: Node | undefined;
  let functionsNode: Node | undefined;
  let buckets: readonly BucketDefinition[] = [];
  let hasQueues = false;
  reader.readMembers(root, l10n.t('The file'), {
    $schema: (value) => void reader.readText(value, '$schema'),
    queues: (value) => {
      hasQueues = true;
      reader.readEntries(value, 'queues', (name, queue) => queues.push(readQueue(reader, name, queue)));
    },
    alarms: (value) => {
      reader.readEntries(value, 'alarms', (name, alarm) => alarms.push(readAlarm(reader, name, alarm)));
    },
    topics: (value) => {
      topicsNode = value;
    },
    pools: (value) => {
      poolsNode = value;
    },
    functions: (value) => {
      functionsNode = value;
    },
    buckets: (value) => {
      buckets = readBuckets(reader, value, hasFolder);
    },
  });
  if (root.type === 'object' && !hasQueues)
    reader.note(root, l10n.t('The file must have the member "queues".'));
  // When all queues are known, wherever they are in the file.
  const topics = topicsNode === undefined ? [] : readTopics(reader, topicsNode, queues);
  const known = { queues: namesOf(queues), alarms: namesOf(alarms) };
  const pools = poolsNode === undefined ? [] : readPools(reader, poolsNode, known);
  const functions = functionsNode === undefined ? [] : readFunctions(reader, functionsNode, known.queues);
  return { queues, alarms, topics, buckets, pools, functions };
}

function namesOf(named: readonly { readonly name: string }[]): ReadonlySet<string> {
  return new Set(named.map(({ name }) => name));
}

function readTopics(reader: JsonReader, node: Node, queues: readonly QueueDefinition[]): TopicDefinition[] {
  const topics: TopicDefinition[] = [];
  const names = new Set(queues.map(({ name }) => name));
  reader.readEntries(node, 'topics', (name, value, key) =>
    topics.push(readTopic(reader, name, value, key, names)),
  );
  return topics;
}

function readQueue(reader: JsonReader, name: string, node: Node): QueueDefinition {
  const queue: Mutable<QueueDefinition> = {
    name,
    attributes: {},
    tags: {},
    deadLetter: undefined,
    faults: undefined,
    messages: [],
  };
  reader.readMembers(node, l10n.t('A queue'), {
    attributes: (value) => {
      queue.attributes = readAttributes(reader, name, value);
    },
    tags: (value) => {
      queue.tags = readTags(reader, value);
    },
    deadLetter: (value) => {
      queue.deadLetter = value.type === 'null' ? null : readDeadLetter(reader, value);
    },
    faults: (value) => {
      queue.faults = value.type === 'null' ? null : readFaults(reader, value, isFifoName(name));
    },
    messages: (value) => {
      queue.messages = reader.readElements(value, 'messages', MAXIMUM_MESSAGES, (message) =>
        readMessage(reader, message),
      );
    },
  });
  return queue;
}

function readAttributes(reader: JsonReader, queueName: string, node: Node): Record<string, string> {
  const attributes = new Map<string, string>();
  reader.readEntries(node, 'attributes', (name, value, key) => {
    if (name === REDRIVE_ATTRIBUTE) {
      reader.note(
        key,
        l10n.t('Write "deadLetter": { "queue": …, "maxReceiveCount": … } next to the attributes instead.'),
      );
      return;
    }
    const text = readAttributeValue(reader, name, value);
    if (text === undefined) return;
    if (name !== FIFO_ATTRIBUTE) attributes.set(name, text);
    else if (text !== String(isFifoName(queueName))) {
      reader.note(
        value,
        l10n.t('The name decides: a queue is a FIFO queue if and only if its name ends in .fifo.'),
      );
    }
  });
  return Object.fromEntries(attributes);
}

/** The service's attributes are texts; numbers, booleans and policies may be written as what they are. */
function readAttributeValue(reader: JsonReader, name: string, value: Node): string | undefined {
  switch (value.type) {
    case 'string':
      return value.value as string;
    case 'number':
    case 'boolean':
    case 'object':
      return reader.printCompact(value);
    default:
      return reader.note(value, l10n.t('{0} must be a string, a number, true, false or a policy.', name));
  }
}

function readTags(reader: JsonReader, node: Node): Record<string, string> {
  const tags = new Map<string, string>();
  reader.readEntries(node, 'tags', (key, value) => {
    const text = reader.readText(value, l10n.t('The tag {0}', JSON.stringify(key)));
    if (text !== undefined) tags.set(key, text);
  });
  return Object.fromEntries(tags);
}

function readDeadLetter(reader: JsonReader, node: Node): DeadLetterDefinition | undefined {
  let queue: string | undefined;
  let maxReceiveCount: number | undefined;
  const faultsBefore = reader.faults.length;
  reader.readMembers(node, 'deadLetter', {
    queue: (value) => {
      queue = reader.readText(value, 'queue');
    },
    maxReceiveCount: (value) => {
      maxReceiveCount = reader.readNumber(value, 'maxReceiveCount');
    },
  });
  if (queue !== undefined && maxReceiveCount !== undefined) return { queue, maxReceiveCount };
  if (reader.faults.length === faultsBefore) {
    reader.note(node, l10n.t('deadLetter must have the members "queue" and "maxReceiveCount".'));
  }
  return undefined;
}

/** A file must work on a broker without queues, so what it refers to must be in it. */
function checkDeadLetters(reader: JsonReader, root: Node, queues: readonly QueueDefinition[]): void {
  const names = new Set(queues.map(({ name }) => name));
  for (const { name, deadLetter } of queues) {
    if (!deadLetter || names.has(deadLetter.queue)) continue;
    if (reader.isFull) return;
    const place = findPlace(root, ['queues', name, 'deadLetter', 'queue']);
    reader.note(place, l10n.t('This file has no queue {0}.', JSON.stringify(deadLetter.queue)));
  }
}
