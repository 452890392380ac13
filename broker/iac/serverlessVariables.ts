import * as l10n from '@vscode/l10n';
import { type MapNode, member, type TemplateNode, textNode, type UnknownNode, unknownNode } from './node.ts';
import { joinPath } from './paths.ts';
import { type Place, problemAt } from './source.ts';
import type { World } from './world.ts';

/** A variable without another one in it; those of CloudFormation are not ours. */
const INNERMOST = /\$\{(?!AWS::)([\w-]+(?:\([^(){}]*\))?:(?:[^${}]|\$(?!\{))*|file\([^(){}]*\)[^${}]*)\}/;
const CANDIDATE = /^([\w-]+)(?:\(([^()]*)\))?(?::([\s\S]*))?$/;
/** Variables in variables, and one after the other in a text. */
const MAXIMUM_REPLACEMENTS = 100;
const MAXIMUM_CALLS = 50;
const DEFAULT_STAGE = 'dev';

/** Gives the variables of a serverless.yml their values: `${self:…}`, `${opt:…}`, `${env:…}`, `${param:…}`, `${file(…)}`. */
export class ServerlessVariables {
  private readonly root: TemplateNode;
  private readonly folder: string;
  private readonly world: World;
  private calls = 0;

  constructor(root: TemplateNode, folder: string, world: World) {
    this.root = root;
    this.folder = folder;
    this.world = world;
  }

  /** The node with its variables replaced; those of its members are not yet. */
  readonly replace = (node: TemplateNode): TemplateNode => {
    if (node.kind !== 'scalar' || !INNERMOST.test(node.text)) return node;
    if (this.calls === MAXIMUM_CALLS || !this.world.takeStep()) {
      return unknownNode(node, l10n.t('It takes too many steps to work this out.'));
    }
    this.calls++;
    try {
      return this.replaceAll(node, node.text);
    } finally {
      this.calls--;
    }
  };

  /** A member of a node, after its variables are replaced. */
  find(node: TemplateNode | undefined, path: readonly string[]): TemplateNode | undefined {
    let found = node && this.replace(node);
    for (const name of path) {
      const next = found?.kind === 'list' ? found.items[Number(name)] : member(found, name);
      if (next === undefined) return found?.kind === 'unknown' ? found : undefined;
      found = this.replace(next);
    }
    return found;
  }

  /** A map, or each map of a list. Notes the parts that are not known. */
  *listMaps(node: TemplateNode | undefined): Generator<MapNode> {
    const value = node && this.replace(node);
    for (const part of value?.kind === 'list' ? value.items.map(this.replace) : [value]) {
      if (part?.kind === 'map') yield part;
      else if (part?.kind === 'unknown') this.noteUnknown(part);
    }
  }

  noteUnknown({ reason, ...place }: UnknownNode): void {
    this.world.note(problemAt(place, l10n.t('This part is not read: {0}', reason)));
  }

  /** The stage that is deployed, if nothing says another one. */
  readStage(): string {
    const given = this.option('stage');
    if (given !== undefined) return given;
    const stage = this.find(this.root, ['provider', 'stage']);
    return stage?.kind === 'scalar' ? stage.text : DEFAULT_STAGE;
  }

  private replaceAll(node: Place, written: string): TemplateNode {
    let text = written;
    for (let count = 0; count < MAXIMUM_REPLACEMENTS; count++) {
      const found = INNERMOST.exec(text);
      if (found === null) return textNode(node, text);
      const [whole, expression = ''] = found;
      const value = this.evaluate(expression, node);
      if (value.kind === 'unknown' || whole === text) return value;
      if (value.kind !== 'scalar') {
        return unknownNode(node, l10n.t('{0} is not a text.', whole));
      }
      text = text.slice(0, found.index) + value.text + text.slice(found.index + whole.length);
    }
    return unknownNode(node, l10n.t('It takes too many steps to work this out.'));
  }

  /** The first of several candidates that has a value. */
  private evaluate(expression: string, at: Place): TemplateNode {
    let reason: string | undefined;
    for (const candidate of splitCandidates(expression)) {
      const literal = readLiteral(candidate, at);
      if (literal !== undefined) return literal;
      const value = this.look(candidate, at);
      if (value !== undefined && value.kind !== 'unknown') return value;
      reason ??= value?.reason;
    }
    return unknownNode(at, reason ?? l10n.t('{0} has no value here.', expression));
  }

  private look(candidate: string, at: Place): TemplateNode | undefined {
    const [, source, argument = '', address = ''] = CANDIDATE.exec(candidate) ?? [];
    const text = (value: string | undefined): TemplateNode | undefined =>
      value === undefined ? undefined : textNode(at, value);
    switch (source) {
      case 'self':
        return this.lookAtSelf(address, at);
      case 'opt':
        return text(this.option(address));
      case 'env':
        return text(this.world.stack.environment?.[address]);
      case 'sls':
        return text(address === 'stage' ? this.readStage() : undefined);
      case 'param':
        return text(this.option(address)) ?? this.lookAtParameter(address);
      case 'aws':
        return text(this.lookAtAws(address));
      case 'file':
        return this.lookAtFile(argument, address, at);
      default:
        return unknownNode(at, l10n.t('Only a deployment reads {0}.', candidate));
    }
  }

  private lookAtSelf(address: string, at: Place): TemplateNode | undefined {
    const path = splitPath(address);
    const found = this.find(this.root, path);
    if (found !== undefined) return found;
    if (path.join('.') === 'provider.stage') return textNode(at, this.readStage());
    return path.join('.') === 'provider.region' ? textNode(at, this.world.stack.region) : undefined;
  }

  private lookAtParameter(name: string): TemplateNode | undefined {
    const of = (stage: string): TemplateNode | undefined => this.find(this.root, ['params', stage, name]);
    return of(this.readStage()) ?? of('default');
  }

  private lookAtAws(name: string): string | undefined {
    if (name === 'region') return this.world.stack.region;
    return name === 'accountId' ? this.world.stack.account : undefined;
  }

  private lookAtFile(path: string, address: string, at: Place): TemplateNode | undefined {
    if (!/\.(?:ya?ml|json)$/i.test(path)) {
      return unknownNode(at, l10n.t('The file {0} is a program. It is not run.', path));
    }
    const root = this.world.readFile(joinPath(this.folder, path), at);
    return root === undefined ? undefined : this.find(root, splitPath(address));
  }

  private option(name: string): string | undefined {
    const { parameters = {} } = this.world.stack;
    return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  }
}

function splitPath(address: string): readonly string[] {
  return address.split('.').filter((part) => part !== '');
}

/** At commas that are in no quotation marks and no parentheses. */
function splitCandidates(expression: string): readonly string[] {
  return [...expression.matchAll(/(?:'[^']*'|"[^"]*"|\([^()]*\)|[^,'"(])+/g)].map(([part]) => part.trim());
}

function readLiteral(candidate: string, at: Place): TemplateNode | undefined {
  const quoted = /^(?:'([^']*)'|"([^"]*)")$/.exec(candidate);
  if (quoted !== null) return textNode(at, quoted[1] ?? quoted[2] ?? '');
  if (!/^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(candidate)) return undefined;
  return { ...textNode(at, candidate), isQuoted: false };
}
