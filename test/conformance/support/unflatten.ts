import { withMember } from '../../support/trickyNames.ts';
import { type Element, textOf } from './xml.ts';

const NUMBERS: ReadonlySet<string> = new Set([
  'MaxNumberOfMessagesPerSecond',
  'ApproximateNumberOfMessagesMoved',
  'ApproximateNumberOfMessagesToMove',
  'StartedTimestamp',
]);

/** Reads the result of an XML answer as the JSON protocol would have answered. */
export function unflattenResult(action: string, result: Element | undefined): Record<string, unknown> {
  const output: Record<string, unknown> = {};
  for (const child of result?.children ?? []) addElement(action, output, child);
  return output;
}

function addElement(action: string, output: Record<string, unknown>, element: Element): void {
  const { name } = element;
  if (name === 'Attribute') addPair(output, 'Attributes', element, 'Name');
  else if (name === 'Tag') addPair(output, 'Tags', element, 'Key');
  else if (name === 'MessageAttribute') addPair(output, 'MessageAttributes', element, 'Name');
  else if (name === 'Message' && action === 'ReceiveMessage')
    append(output, 'Messages', readMembers(action, element));
  else if (name === 'ListMessageMoveTasksResultEntry')
    append(output, 'Results', readMembers(action, element));
  else if (name === `${action}ResultEntry`) append(output, 'Successful', readMembers(action, element));
  else if (name === 'BatchResultErrorEntry') append(output, 'Failed', readMembers(action, element));
  else if (name === 'QueueUrl' && action === 'ListQueues') append(output, 'QueueUrls', element.text);
  else if (name === 'QueueUrl' && action === 'ListDeadLetterSourceQueues')
    append(output, 'queueUrls', element.text);
  else if (name === 'SenderFault') output[name] = element.text === 'true';
  else output[name] = NUMBERS.has(name) ? Number(element.text) : element.text;
}

function readMembers(action: string, element: Element): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const child of element.children) addElement(action, members, child);
  return members;
}

function addPair(output: Record<string, unknown>, member: string, element: Element, keyName: string): void {
  const map = (output[member] ?? {}) as Record<string, unknown>;
  const value = element.children.find((child) => child.name === 'Value');
  const isText = value === undefined || value.children.length === 0;
  const read = isText ? (value?.text ?? '') : readMembers('', value);
  output[member] = { ...map, ...withMember(textOf(element, keyName) ?? '', read) };
}

function append(output: Record<string, unknown>, member: string, value: unknown): void {
  const values = (output[member] ?? []) as unknown[];
  values.push(value);
  output[member] = values;
}
