import type { IacMapping } from '../model.ts';
import type { MapNode, TemplateNode } from '../node.ts';
import { readSource } from '../readSource.ts';

/** A change of a text; places are UTF-16 units from its start. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** How the member is written, and its value, without quotation marks. */
interface Member {
  readonly name: string;
  readonly isList: boolean;
}

const REPORT = 'ReportBatchItemFailures';
/** Of an event of SAM, and of an `AWS::Lambda::EventSourceMapping`. */
const PROPERTY: Member = { name: 'FunctionResponseTypes', isList: true };
/** Of an `sqs` event of serverless.yml. */
const EVENT_MEMBER: Member = { name: 'functionResponseType', isList: false };

/**
 * What to change so that a mapping reports the messages of a batch that failed, in the style of the text around it.
 * @param file whose text this is @returns undefined if there is no place for it, such as an event that is only an ARN
 */
export function addFailureReports(file: string, text: string, mapping: IacMapping): TextChange | undefined {
  if (mapping.range.file !== file) return undefined;
  const { root } = readSource(file, text);
  const found = root && findEntry(root, mapping.range.start);
  if (found === undefined) return undefined;
  const isEvent = found.name === 'sqs';
  const settings = isEvent ? found.value : entryOf(found.value, 'Properties');
  if (settings?.kind !== 'map') return undefined;
  const member = isEvent ? EVENT_MEMBER : PROPERTY;
  const present = entryOf(settings, member.name);
  return present === undefined ? insert(text, settings, member) : replace(text, present, member);
}

function entryOf(node: TemplateNode, name: string): TemplateNode | undefined {
  return node.kind === 'map' ? node.entries.get(name)?.value : undefined;
}

/** The member whose name begins at this place. */
function findEntry(
  node: TemplateNode,
  start: number,
): { readonly name: string; readonly value: TemplateNode } | undefined {
  if (node.kind === 'list') {
    for (const item of node.items) {
      const found = findEntry(item, start);
      if (found !== undefined) return found;
    }
  }
  if (node.kind !== 'map') return undefined;
  for (const [name, { key, value }] of node.entries) {
    const found = key.start === start ? { name, value } : findEntry(value, start);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Before the first member: where the last one ends depends on its style. */
function insert(text: string, { start, entries }: MapNode, member: Member): TextChange | undefined {
  const [first] = [...entries.values()].map(({ key }) => key.start).toSorted((left, right) => left - right);
  if (first === undefined) return undefined;
  const isFlow = text[start] === '{';
  const written = write(member, text[first] === '"');
  const isSameLine = isFlow && !text.slice(start, first).includes('\n');
  const lineStart = text.lastIndexOf('\n', first - 1) + 1;
  const lineEnd = text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n';
  // What is before a first member of a list stands for spaces.
  const indented = lineEnd + text.slice(lineStart, first).replaceAll(/[^\t]/g, ' ');
  const separator = isSameLine ? ', ' : (isFlow ? ',' : '') + indented;
  return { start: first, end: first, text: written + separator };
}

/** Only a value that is written on one line here. */
function replace(text: string, { kind, start, end }: TemplateNode, member: Member): TextChange | undefined {
  const old = text.slice(start, end);
  if ((kind === 'list' && !old.startsWith('[')) || kind === 'map' || kind === 'unknown') return undefined;
  return { start, end, text: writeValue(member, old.includes('"')) };
}

function write(member: Member, isQuoted: boolean): string {
  return `${isQuoted ? `"${member.name}"` : member.name}: ${writeValue(member, isQuoted)}`;
}

function writeValue({ isList }: Member, isQuoted: boolean): string {
  const value = isQuoted ? `"${REPORT}"` : REPORT;
  return isList ? `[${value}]` : value;
}
