import * as l10n from '@vscode/l10n';
import type { Reference } from './model.ts';
import { member } from './node.ts';
import { resolve } from './resolve.ts';
import { type Bound, plainText, referenceValue, type Resolved, textValue, unknownValue } from './resolved.ts';
import type { Resource, Scope } from './scope.ts';
import { listTexts } from './texts.ts';
import type { Place } from './source.ts';

/** Resources that stand for the function that one of their properties names. */
const VERSION_TYPES: ReadonlySet<string> = new Set(['AWS::Lambda::Alias', 'AWS::Lambda::Version']);
const LIST_TYPES = /^(?:CommaDelimitedList|List<.*>|AWS::SSM::Parameter::Value<List<.*>>)$/;

/** `Ref`, whose argument is a name. */
export function resolveRef(argument: Bound, at: Place): Resolved {
  const name = resolve(argument);
  const text = name.kind === 'text' ? plainText(name.text) : undefined;
  return text === undefined
    ? unknownValue(at, name.kind === 'unknown' ? name.reason : l10n.t('Ref takes the name of a resource.'))
    : resolveName(text, argument.scope, at);
}

/** What `Ref` returns for a parameter or resource; `${name}` in `Fn::Sub` is the same. */
export function resolveName(name: string, scope: Scope, at: Place): Resolved {
  if (name.startsWith('AWS::')) return resolvePseudo(name, scope, at);
  const parameter = member(scope.section('Parameters'), name);
  if (parameter !== undefined || scope.parameters.has(name)) return resolveParameter(name, scope, at);
  const target = scope.findTarget(name);
  if (target !== undefined) {
    return referenceValue(at, { ...target, attribute: target.kind === 'queue' ? 'url' : 'name' });
  }
  const resource = scope.resources.get(name);
  if (resource === undefined) return resolveUndeclared(name, scope, at);
  if (VERSION_TYPES.has(resource.type)) return resolveVersion(resource, scope, at);
  return unknownValue(at, l10n.t('Only a deployment gives {0} ({1}) an ID.', name, resource.type));
}

/** SAM declares `<function>.Version` and `<function>.Alias`, and names them without the dot, too. */
function resolveUndeclared(name: string, scope: Scope, at: Place): Resolved {
  const owner = /^(.+?)(?:\.Version|\.Alias|Alias\w+)$/.exec(name)?.[1];
  const target = owner === undefined ? undefined : scope.findTarget(owner);
  return target?.kind === 'function'
    ? referenceValue(at, { ...target, attribute: 'arn' })
    : unknownValue(at, l10n.t('This template has no parameter or resource {0}.', name));
}

function resolvePseudo(name: string, scope: Scope, at: Place): Resolved {
  const { region, account } = scope.world.stack;
  const isChina = region.startsWith('cn-');
  switch (name) {
    case 'AWS::NoValue':
      return { kind: 'absent', at };
    case 'AWS::Region':
      return textValue(at, region);
    case 'AWS::AccountId':
      return textValue(at, account);
    case 'AWS::Partition':
      return textValue(at, isChina ? 'aws-cn' : 'aws');
    case 'AWS::URLSuffix':
      return textValue(at, isChina ? 'amazonaws.com.cn' : 'amazonaws.com');
    case 'AWS::StackName':
      if (scope.stackName !== undefined) return textValue(at, scope.stackName);
      return unknownValue(at, l10n.t('The name of the stack is not in the template.'));
    default:
      return unknownValue(at, l10n.t('Only a deployment gives {0} a value.', name));
  }
}

function resolveParameter(name: string, scope: Scope, at: Place): Resolved {
  const declaration = member(scope.section('Parameters'), name);
  const type = member(declaration, 'Type');
  const given = scope.parameters.get(name);
  if (given !== undefined) return resolve(given);
  const isOutermost = scope.depth === 0;
  const set = isOutermost ? scope.world.stack.parameters : undefined;
  const isList = type?.kind === 'scalar' && LIST_TYPES.test(type.text);
  const isStored = type?.kind === 'scalar' && type.text.startsWith('AWS::SSM::');
  const value = set !== undefined && Object.hasOwn(set, name) ? set[name] : undefined;
  if (value === undefined && isStored) {
    return unknownValue(at, l10n.t('A deployment reads the parameter {0} from Systems Manager.', name));
  }
  const node = declaration?.kind === 'map' ? declaration.entries.get('Default')?.value : undefined;
  if (value === undefined && node?.kind !== 'scalar') {
    return unknownValue(at, l10n.t('The parameter {0} has no default value.', name));
  }
  const text = value ?? (node?.kind === 'scalar' ? node.text : '');
  const place = value === undefined && node !== undefined ? node : at;
  if (!isList)
    return textValue(place, text, value !== undefined || (node?.kind === 'scalar' && node.isQuoted));
  const items = text === '' ? [] : text.split(',');
  const { source, start, end } = place;
  return {
    kind: 'list',
    at: place,
    items: items.map((item) => ({
      scope,
      node: { kind: 'scalar', source, start, end, text: item.trim(), isQuoted: true },
    })),
  };
}

function resolveVersion({ properties }: Resource, scope: Scope, at: Place): Resolved {
  const name = member(properties, 'FunctionName');
  const value = name === undefined ? undefined : resolve({ node: name, scope });
  const [only] = value?.kind === 'text' && value.text.length === 1 ? value.text : [];
  return typeof only === 'object' && only.kind === 'function'
    ? referenceValue(at, { ...only, attribute: 'arn' })
    : unknownValue(at, l10n.t('The function is not in this template.'));
}

/** `Fn::GetAtt`: `A.Arn`, or `[A, Arn]`. */
export function resolveAttribute(argument: Bound, at: Place): Resolved {
  const { node, scope } = argument;
  if (node.kind !== 'list') {
    const value = resolve(argument);
    const text = value.kind === 'text' ? plainText(value.text) : undefined;
    if (text === undefined) return unknownValue(at, l10n.t('Fn::GetAtt takes a resource and an attribute.'));
    return resolveDotted(text, scope, at);
  }
  const names = listTexts(argument);
  if (!names.isKnown) return unknownValue(at, names.reason);
  return resolveDotted(names.value.join('.'), scope, at);
}

/** `A.Arn`; the attribute may have dots, too. */
export function resolveDotted(text: string, scope: Scope, at: Place): Resolved {
  const dot = text.indexOf('.');
  const name = dot < 0 ? text : text.slice(0, dot);
  const attribute = dot < 0 ? '' : text.slice(dot + 1);
  const target = scope.findTarget(name);
  const known: Readonly<Record<string, Reference['attribute']>> =
    target?.kind === 'queue' ? { Arn: 'arn', QueueName: 'name', QueueUrl: 'url' } : { Arn: 'arn' };
  const found = Object.hasOwn(known, attribute) ? known[attribute] : undefined;
  if (target !== undefined && found !== undefined) return referenceValue(at, { ...target, attribute: found });
  const resource = scope.resources.get(name);
  if (target === undefined && resource === undefined) {
    return unknownValue(at, l10n.t('This template has no resource {0}.', name));
  }
  if (resource !== undefined && VERSION_TYPES.has(resource.type)) return resolveVersion(resource, scope, at);
  const child = scope.children.get(name);
  if (child !== undefined && attribute.startsWith('Outputs.')) {
    const output = member(member(child.section('Outputs'), attribute.slice('Outputs.'.length)), 'Value');
    if (output !== undefined) return resolve({ node: output, scope: child });
  }
  return unknownValue(at, l10n.t('Only a deployment gives {0} of {1} a value.', attribute, name));
}
