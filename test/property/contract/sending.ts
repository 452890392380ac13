import { createHash } from 'node:crypto';
import type { ContractMessage, ContractQueue } from './contractQueue.ts';
import {
  type AttributeValue,
  type CallInput,
  checkId,
  checkRange,
  type EntryInput,
  Refusal,
  refuse,
  type SendMembers,
  type World,
} from './world.ts';

const LEGAL_TEXT = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

type Attributes = Readonly<Record<string, AttributeValue>>;

export function send(world: World, input: CallInput): unknown {
  const queue = world.queueOf(input.QueueUrl);
  checkSend(queue, input);
  return store(world, queue, input);
}

export function sendBatch(world: World, input: CallInput): unknown {
  const queue = world.queueOf(input.QueueUrl);
  const entries = checkEntries(input.Entries);
  if (queue.isFifo) for (const entry of entries) checkFifoEntry(queue, entry);
  return runEntries(entries, (entry) => {
    if ((entry.MessageBody ?? '') === '') refuse('EmptyValue');
    checkSend(queue, entry);
    return store(world, queue, entry) as object;
  });
}

/** What refuses a batch as a whole. */
export function checkEntries(entries: readonly EntryInput[] = []): readonly EntryInput[] {
  if (entries.length === 0) refuse('EmptyBatchRequest');
  if (entries.length > 10) refuse('TooManyEntriesInBatchRequest');
  for (const [place, { Id: id = '' }] of entries.entries()) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(id)) refuse('InvalidBatchEntryId');
    if (entries.slice(0, place).some((earlier) => earlier.Id === id)) refuse('BatchEntryIdsNotDistinct');
  }
  return entries;
}

/** One by one, in the order of the list; each fails alone. */
export function runEntries(entries: readonly EntryInput[], run: (entry: EntryInput) => object): unknown {
  const done: object[] = [];
  const failed: object[] = [];
  for (const entry of entries) {
    try {
      done.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failed.push({ Id: entry.Id, Code: error.code, SenderFault: true });
    }
  }
  return { Successful: done, Failed: failed };
}

function needsId(queue: ContractQueue, message: SendMembers): boolean {
  return (
    message.MessageDeduplicationId === undefined && queue.attributes['ContentBasedDeduplication'] === 'false'
  );
}

function checkFifoEntry(queue: ContractQueue, entry: EntryInput): void {
  if (entry.MessageGroupId === undefined || needsId(queue, entry)) refuse('InvalidParameterValue');
}

function checkSend(queue: ContractQueue, message: SendMembers): void {
  const { MessageBody: body = '', DelaySeconds: delay, MessageGroupId: group } = message;
  if (body === '') refuse('MissingParameter');
  checkRange(delay, 0, 900);
  if (queue.isFifo) {
    if (group === undefined) refuse('MissingParameter');
    if ((delay ?? 0) > 0 || needsId(queue, message)) refuse('InvalidParameterValue');
  } else if (message.MessageDeduplicationId !== undefined) refuse('InvalidParameterValue');
  checkId(group);
  checkId(message.MessageDeduplicationId);
  if (!LEGAL_TEXT.test(body)) refuse('InvalidMessageContents');
  const attributes = message.MessageAttributes ?? {};
  checkAttributes(attributes);
  if (sizeOf(body, attributes) > queue.number('MaximumMessageSize')) refuse('InvalidParameterValue');
}

/** As far as the histories go: at most ten, with a name that is not reserved, a known type, and a value that fits it. */
function checkAttributes(attributes: Attributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > 10) refuse('InvalidParameterValue');
  for (const [name, { DataType: type = '', StringValue: text, BinaryValue: bytes }] of entries) {
    const value = type.startsWith('Binary') ? bytes : text;
    const isGood =
      /^[A-Za-z0-9_.-]+$/.test(name) &&
      !/^(aws|amazon)\./i.test(name) &&
      /^(String|Number|Binary)(\.|$)/.test(type) &&
      (value ?? '') !== '' &&
      (!type.startsWith('Number') || Number.isFinite(Number(value)));
    if (!isGood) refuse('InvalidParameterValue');
  }
}

function bytesOf(value: AttributeValue): Buffer {
  return value.BinaryValue === undefined
    ? Buffer.from(value.StringValue ?? '')
    : Buffer.from(value.BinaryValue, 'base64');
}

function sizeOf(body: string, attributes: Attributes): number {
  const sizes = Object.entries(attributes).map(
    ([name, value]) => Buffer.byteLength(`${name}${value.DataType}`) + bytesOf(value).length,
  );
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(body));
}

export function digest(bytes: string | Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

/** Name, type and value of each attribute, each behind its length; undefined without attributes. */
export function digestAttributes(attributes: Attributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const measured = (bytes: Buffer): Buffer[] => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  };
  const parts = names.flatMap((name) => {
    const value = attributes[name] as AttributeValue;
    const kind = Buffer.of(value.DataType?.startsWith('Binary') === true ? 2 : 1);
    return [
      ...measured(Buffer.from(name)),
      ...measured(Buffer.from(value.DataType as string)),
      kind,
      ...measured(bytesOf(value)),
    ];
  });
  return digest(Buffer.concat(parts));
}

/** A message that nothing has happened to. */
export function makeMessage(
  world: World,
  content: Pick<ContractMessage, 'body' | 'attributes' | 'trace' | 'group' | 'deduplicationId' | 'sequence'>,
): ContractMessage {
  return {
    ...content,
    id: `message ${world.nextSerial()}`,
    sentAt: world.agenda.now,
    turn: 0,
    state: 'visible',
    receives: 0,
    firstReceivedAt: 0,
    receivedAt: 0,
    holder: undefined,
    heldMs: undefined,
    isChanged: false,
    sourceArn: undefined,
    ending: undefined,
    expiry: undefined,
  };
}

function store(world: World, queue: ContractQueue, input: SendMembers): unknown {
  const body = input.MessageBody as string;
  const attributes = input.MessageAttributes ?? {};
  const system = input.MessageSystemAttributes ?? {};
  const group = input.MessageGroupId;
  const answer = (id: string, sequence: string | undefined): unknown => ({
    MessageId: id,
    SequenceNumber: sequence,
    MD5OfMessageBody: digest(body),
    MD5OfMessageAttributes: digestAttributes(attributes),
    MD5OfMessageSystemAttributes: digestAttributes(system),
  });
  let deduplicationId: string | undefined;
  if (queue.isFifo) {
    deduplicationId = input.MessageDeduplicationId ?? createHash('sha256').update(body).digest('hex');
    const first = queue.findDuplicate(deduplicationId, group);
    if (first !== undefined) return answer(first.message.id, first.sequence);
  }
  const sequence = queue.isFifo ? world.nextSequence() : undefined;
  const trace = system['AWSTraceHeader']?.StringValue;
  const message = makeMessage(world, { body, attributes, trace, group, deduplicationId, sequence });
  if (queue.isFifo) queue.remember(message);
  const ownDelay = queue.isFifo ? undefined : input.DelaySeconds;
  queue.add(message, (ownDelay ?? queue.number('DelaySeconds')) * 1000);
  return answer(message.id, sequence);
}
