import * as l10n from '@vscode/l10n';
import { decideCondition } from './conditions.ts';
import { findExport, findStackOutput } from './exports.ts';
import { MAXIMUM_RESULT_LENGTH } from './limits.ts';
import type { ReferenceText } from './model.ts';
import { member, textNode } from './node.ts';
import { resolveDotted, resolveName } from './references.ts';
import { resolve } from './resolve.ts';
import {
  type Bound,
  plainText,
  type Resolved,
  textValue,
  type UnknownValue,
  unknownValue,
} from './resolved.ts';
import type { Place } from './source.ts';
import { readJsonText, readPlainText } from './texts.ts';

/** Works out a function of CloudFormation from its argument. */
type Intrinsic = (argument: Bound, at: Place) => Resolved;

/** The functions of templates, but for `Ref`, `Fn::GetAtt` and loops. Those that are not here are unknown. */
export const FUNCTIONS: Readonly<Record<string, Intrinsic | undefined>> = {
  'Fn::Sub': substitute,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
  'Fn::Base64': encode,
  'Fn::Length': measure,
  'Fn::ToJsonString': writeJson,
  'Fn::ImportValue': importValue,
  'Fn::GetStackOutput': readStackOutput,
};

/** `${A}`, `${A.Arn}`, `${!literal}`; spaces in the braces do not count. */
const VARIABLE = /\$\{(!?)([^${}]*)\}/g;

function misused(at: Place, name: string, value?: Resolved): UnknownValue {
  return unknownValue(
    at,
    value?.kind === 'unknown' ? value.reason : l10n.t('{0} is not used as it must be.', name),
  );
}

/** The elements of an argument that is a list. */
function argumentsOf({ node, scope }: Bound): readonly Bound[] {
  return node.kind === 'list' ? node.items.map((item) => ({ node: item, scope })) : [];
}

function textOf(bound: Bound | undefined): ReferenceText | UnknownValue | undefined {
  const value = bound && resolve(bound);
  if (value?.kind === 'text') return value.text;
  return value?.kind === 'unknown' ? value : undefined;
}

function limit(at: Place, text: ReferenceText): Resolved {
  const length = text.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 1), 0);
  return length > MAXIMUM_RESULT_LENGTH
    ? unknownValue(at, l10n.t('The text is too long.'))
    : textValue(at, text);
}

function substitute(argument: Bound, at: Place): Resolved {
  const [first, second] = argument.node.kind === 'list' ? argumentsOf(argument) : [argument];
  // The text itself may not have functions in it, and its braces are its own.
  const node = first && (first.scope.replaceVariables?.(first.node) ?? first.node);
  if (first === undefined || node?.kind !== 'scalar') return misused(at, 'Fn::Sub');
  const own = second && resolve(second);
  const parts: ReferenceText[number][] = [];
  let end = 0;
  for (const { index, 0: whole, 1: mark, 2: inside = '' } of node.text.matchAll(VARIABLE)) {
    parts.push(node.text.slice(end, index));
    end = index + whole.length;
    if (mark === '!') {
      parts.push(`\${${inside}}`);
      continue;
    }
    const name = inside.trim();
    const given = own?.kind === 'map' ? own.entries.get(name) : undefined;
    const value = given === undefined ? resolveVariable(name, first, at) : resolve(given);
    if (value.kind !== 'text') return misused(at, 'Fn::Sub', value);
    parts.push(...value.text);
  }
  parts.push(node.text.slice(end));
  return limit(at, parts);
}

function resolveVariable(name: string, { scope }: Bound, at: Place): Resolved {
  return name.includes('.') && !name.startsWith('AWS::')
    ? resolveDotted(name, scope, at)
    : resolveName(name, scope, at);
}

function join(argument: Bound, at: Place): Resolved {
  const [separator, list] = argumentsOf(argument);
  const between = textOf(separator) ?? [];
  const values = list && resolve(list);
  if ('kind' in between || values?.kind !== 'list') return misused(at, 'Fn::Join', values);
  const parts: ReferenceText[number][] = [];
  let isFirst = true;
  for (const item of values.items) {
    const value = resolve(item);
    if (value.kind === 'absent') continue;
    if (value.kind !== 'text') return misused(at, 'Fn::Join', value);
    if (!isFirst) parts.push(...between);
    parts.push(...value.text);
    isFirst = false;
  }
  return limit(at, parts);
}

function select(argument: Bound, at: Place): Resolved {
  const [index, list] = argumentsOf(argument);
  const place = readPlainText(index);
  const values = list && resolve(list);
  if (place?.isKnown !== true || values?.kind !== 'list') return misused(at, 'Fn::Select', values);
  const chosen = values.items[Number(place.value)];
  return chosen === undefined ? misused(at, 'Fn::Select') : resolve(chosen);
}

function split(argument: Bound, at: Place): Resolved {
  const [separator, text] = argumentsOf(argument);
  const between = readPlainText(separator);
  const value = text && resolve(text);
  if (between?.isKnown !== true || value?.kind !== 'text') return misused(at, 'Fn::Split', value);
  const whole = plainText(value.text);
  if (whole === undefined) return unknownValue(at, l10n.t('It depends on the name of another resource.'));
  const items = whole
    .split(between.value)
    .map((part) => ({ node: textNode(at, part), scope: argument.scope }));
  return { kind: 'list', items, at };
}

function choose(argument: Bound, at: Place): Resolved {
  const [name, yes, no] = argumentsOf(argument);
  if (name?.node.kind !== 'scalar' || yes === undefined || no === undefined) return misused(at, 'Fn::If');
  const decision = decideCondition(name.node.text, name.scope);
  return typeof decision === 'string' ? unknownValue(at, decision) : resolve(decision ? yes : no);
}

function findInMap(argument: Bound, at: Place): Resolved {
  const [map, first, second, options] = argumentsOf(argument);
  const names = [map, first, second].map(readPlainText);
  const failed = names.find((name) => name?.isKnown !== true);
  if (failed?.isKnown === false) return unknownValue(at, failed.reason);
  if (names.includes(undefined)) return misused(at, 'Fn::FindInMap');
  const [section, top, key] = names.map((name) => (name?.isKnown === true ? name.value : ''));
  const { scope } = argument;
  const found = member(member(member(scope.section('Mappings'), section ?? ''), top ?? ''), key ?? '');
  if (found !== undefined) return resolve({ node: found, scope });
  const fallback = options && member(options.node, 'DefaultValue');
  if (fallback !== undefined) return resolve({ node: fallback, scope });
  return unknownValue(at, l10n.t('Mappings has no {0}.', [section, top, key].join('.')));
}

function encode(argument: Bound, at: Place): Resolved {
  const text = readPlainText(argument);
  if (text?.isKnown !== true) {
    return unknownValue(at, text?.reason ?? l10n.t('{0} is not used as it must be.', 'Fn::Base64'));
  }
  return textValue(at, Buffer.from(text.value, 'utf8').toString('base64'));
}

function measure(argument: Bound, at: Place): Resolved {
  const value = resolve(argument);
  if (value.kind !== 'list') return misused(at, 'Fn::Length', value);
  return textValue(at, String(value.items.length), false);
}

function writeJson(argument: Bound, at: Place): Resolved {
  const text = readJsonText(argument, 'number');
  if (text?.isKnown !== true) {
    return unknownValue(at, text?.reason ?? l10n.t('{0} is not used as it must be.', 'Fn::ToJsonString'));
  }
  return textValue(at, text.value);
}

function importValue(argument: Bound, at: Place): Resolved {
  const name = readPlainText(argument);
  if (name?.isKnown !== true) return misused(at, 'Fn::ImportValue');
  const found = findExport(name.value, argument.scope);
  return found === undefined
    ? unknownValue(at, l10n.t('Another stack exports {0}.', name.value))
    : resolve(found);
}

function readStackOutput({ node, scope }: Bound, at: Place): Resolved {
  const stack = member(node, 'StackName');
  const output = member(node, 'OutputName');
  const names = [stack, output].map((part) => readPlainText(part && { node: part, scope }));
  const [stackName, outputName] = names.map((name) => (name?.isKnown === true ? name.value : undefined));
  if (stackName === undefined || outputName === undefined) return misused(at, 'Fn::GetStackOutput');
  const found = findStackOutput(stackName, outputName, scope);
  return found === undefined
    ? unknownValue(at, l10n.t('It is an output of the stack {0}.', stackName))
    : resolve(found);
}
