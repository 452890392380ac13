import * as l10n from '@vscode/l10n';
import type { FunctionRuntime } from '../protocol/functionDefinition.ts';
import type { Directory } from './directory.ts';
import type { IacFunction, ReferenceText, Value } from './model.ts';
import { member } from './node.ts';
import type { NameParts } from './names.ts';
import { joinPath, relativeTo } from './paths.ts';
import { decideExistence, propertiesOf, readConstructPath } from './queues.ts';
import { resolve } from './resolve.ts';
import { type Bound, plainText } from './resolved.ts';
import { findRuntime } from './runtimes.ts';
import { mergeGlobals } from './samGlobals.ts';
import type { Resource, Scope } from './scope.ts';
import { type Place, rangeOf, unknownAt } from './source.ts';
import { readNumber, readPlainText, readText } from './texts.ts';

/** A function before the names of all queues and functions are known. */
export interface FunctionDraft extends NameParts {
  readonly scope: Scope;
  /** A property by its name in CloudFormation. */
  readonly property: (name: string) => Bound | undefined;
  readonly directory: Value<string>;
  readonly buildMethod: string | undefined;
  readonly constructPath: string | undefined;
  readonly isConditional: boolean;
}

/**
 * @param rootFolder of the file that was read, from which directories are named
 * @returns undefined if it is no function, or its condition is false
 */
export function draftFunction(
  declared: Resource,
  scope: Scope,
  rootFolder: string,
): FunctionDraft | undefined {
  const isSam = declared.type === 'AWS::Serverless::Function';
  if (!isSam && declared.type !== 'AWS::Lambda::Function') return undefined;
  const existence = decideExistence(declared, scope);
  if (existence === 'absent') return undefined;
  const resource = isSam ? mergeGlobals(declared, scope) : declared;
  const property = propertiesOf(resource, scope);
  const metadata = member(resource.node, 'Metadata');
  const buildMethod = member(metadata, 'BuildMethod');
  return {
    id: scope.prefix + resource.logicalId,
    logicalId: resource.logicalId,
    given: readPlainText(property('FunctionName')),
    at: resource.key,
    scope,
    property,
    directory: findDirectory(resource, scope, rootFolder),
    buildMethod: buildMethod?.kind === 'scalar' ? buildMethod.text : undefined,
    constructPath: readConstructPath(resource),
    isConditional: existence === 'conditional',
  };
}

function findDirectory(resource: Resource, scope: Scope, rootFolder: string): Value<string> {
  const property = propertiesOf(resource, scope);
  const metadata = member(resource.node, 'Metadata');
  const asset = member(metadata, 'aws:asset:path');
  const assetOf = member(metadata, 'aws:asset:property');
  const locate = (path: string, at: Place): Value<string> => ({
    isKnown: true,
    value: relativeTo(rootFolder, joinPath(scope.folder, path)),
    range: rangeOf(at),
  });
  if (asset?.kind === 'scalar' && (assetOf?.kind !== 'scalar' || assetOf.text === 'Code')) {
    return locate(asset.text, asset);
  }
  const code = property('CodeUri') ?? property('Code');
  const value = code && resolve(code);
  const inline = member(resource.properties, 'InlineCode');
  if (value?.kind === 'unknown') return unknownAt(value.at, value.reason);
  const path = value?.kind === 'text' ? plainText(value.text) : undefined;
  if (path !== undefined && value !== undefined && !path.startsWith('s3://')) return locate(path, value.at);
  if (value?.kind === 'text' || (value?.kind === 'map' && hasAny(value.entries, ['S3Bucket', 'Bucket']))) {
    return unknownAt(value.at, l10n.t('The code is in a bucket of Amazon S3.'));
  }
  if (inline !== undefined || (value?.kind === 'map' && value.entries.has('ZipFile'))) {
    return unknownAt(
      inline ?? value?.at ?? resource.key,
      l10n.t('The code is in the template, and not in a folder.'),
    );
  }
  return unknownAt(value?.at ?? resource.key, l10n.t('The template does not say where the code is.'));
}

function hasAny(entries: ReadonlyMap<string, unknown>, names: readonly string[]): boolean {
  return names.some((name) => entries.has(name));
}

/** What is written of a function, but for its name. */
export function readFunction(
  { property, at }: FunctionDraft,
  directory: Directory,
): Pick<
  IacFunction,
  'runtime' | 'givenRuntime' | 'handler' | 'timeout' | 'memory' | 'reservedConcurrency' | 'environment'
> {
  const given = readPlainText(property('Runtime'));
  return {
    runtime: readRuntime(given, property('PackageType'), at),
    givenRuntime: given?.isKnown === true ? given.value : undefined,
    handler: readPlainText(property('Handler')),
    timeout: readNumber(property('Timeout')),
    memory: readNumber(property('MemorySize')),
    reservedConcurrency: readNumber(property('ReservedConcurrentExecutions')),
    environment: readVariables(property('Environment'), directory),
  };
}

function readRuntime(
  given: Value<string> | undefined,
  packageType: Bound | undefined,
  at: Place,
): Value<FunctionRuntime> {
  const type = readPlainText(packageType);
  if (type?.isKnown === true && type.value === 'Image') {
    return { isKnown: false, range: type.range, reason: l10n.t('The function is a container image.') };
  }
  if (given === undefined) return unknownAt(at, l10n.t('The template has no runtime for the function.'));
  if (!given.isKnown) return given;
  const runtime = findRuntime(given.value);
  return runtime === undefined
    ? {
        isKnown: false,
        range: given.range,
        reason: l10n.t('Queueside does not run the runtime {0}.', given.value),
      }
    : { isKnown: true, value: runtime, range: given.range };
}

function readVariables(
  environment: Bound | undefined,
  directory: Directory,
): Readonly<Record<string, Value<ReferenceText>>> {
  const value = environment && resolve(environment);
  const inside = value?.kind === 'map' ? value.entries.get('Variables') : undefined;
  const variables = inside && resolve(inside);
  const found = new Map<string, Value<ReferenceText>>();
  if (variables?.kind !== 'map') return {};
  for (const [name, entry] of variables.entries) {
    const text = readText(entry);
    if (text !== undefined) found.set(name, directory.localizeValue(text));
  }
  return Object.fromEntries(found);
}
