import * as l10n from '@vscode/l10n';
import { expandLoops } from './forEach.ts';
import { emptyMap, type MapNode, member, type TemplateNode } from './node.ts';
import { formatNumber } from '../language/numbers.ts';
import { MAXIMUM_RESOURCES } from './limits.ts';
import type { Bound } from './resolved.ts';
import { type Place, problemAt } from './source.ts';
import type { World } from './world.ts';

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly key: Place;
  readonly node: MapNode;
  readonly properties: MapNode;
  /** The name of its condition. */
  readonly condition: string | undefined;
}

/** What a logical ID stands for in functions. */
export type ReferenceKind = 'queue' | 'function';

export interface ScopeOptions {
  readonly root: MapNode;
  /** Of its queues and functions: the logical IDs of the stacks around it, each with a `/`. */
  readonly prefix: string;
  /** Of its file, with a `/` at its end; empty: that of the caller. */
  readonly folder: string;
  readonly stackName: string | undefined;
  /** Values that the stack around it gives to its parameters. */
  readonly parameters?: ReadonlyMap<string, Bound>;
  /** How deep it is nested. */
  readonly depth?: number;
  /** Gives variables that are not those of CloudFormation their values. */
  readonly replaceVariables?: (node: TemplateNode) => TemplateNode;
}

const NAME_IN_FUNCTIONS: Readonly<Record<string, ReferenceKind>> = {
  'AWS::SQS::Queue': 'queue',
  'AWS::Lambda::Function': 'function',
  'AWS::Serverless::Function': 'function',
};

/** One stack: a template with the values of its parameters. */
export class Scope {
  readonly world: World;
  readonly root: MapNode;
  readonly prefix: string;
  readonly folder: string;
  readonly stackName: string | undefined;
  readonly parameters: ReadonlyMap<string, Bound>;
  readonly depth: number;
  readonly replaceVariables: ((node: TemplateNode) => TemplateNode) | undefined;
  /** By logical ID, those that loops make as well. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** Nested stacks, by logical ID. */
  readonly children = new Map<string, Scope>();
  /** Conditions that were worked out; undefined while one is. */
  readonly conditions = new Map<string, boolean | string | undefined>();
  /** Queues and functions by the logical IDs that functions know them by. */
  private readonly targets = new Map<string, { readonly kind: ReferenceKind; readonly id: string }>();

  constructor(world: World, options: ScopeOptions) {
    this.world = world;
    this.root = options.root;
    this.prefix = options.prefix;
    this.folder = options.folder;
    this.stackName = options.stackName;
    this.parameters = options.parameters ?? new Map<string, Bound>();
    this.depth = options.depth ?? 0;
    this.replaceVariables = options.replaceVariables;
    const resources = new Map<string, Resource>();
    this.resources = resources;
    this.readResources(resources);
  }

  /** @param id of the queue or function of the model, without the prefix */
  addTarget(logicalId: string, kind: ReferenceKind, id = logicalId): void {
    this.targets.set(logicalId, { kind, id: this.prefix + id });
  }

  findTarget(logicalId: string): { readonly kind: ReferenceKind; readonly id: string } | undefined {
    return this.targets.get(logicalId);
  }

  /** A member of the template, such as `Conditions`. */
  section(name: string): MapNode {
    const node = member(this.root, name);
    return node?.kind === 'map' ? node : emptyMap(this.root.source);
  }

  private readResources(resources: Map<string, Resource>): void {
    for (const [logicalId, { key, value }] of expandLoops(this.section('Resources'), this).entries) {
      const type = member(value, 'Type');
      if (value.kind !== 'map' || type?.kind !== 'scalar') continue;
      if (!this.world.takeResource()) {
        const message = l10n.t(
          'More than {0} resources. Those from here on are not read.',
          formatNumber(MAXIMUM_RESOURCES),
        );
        this.world.note(problemAt(key, message));
        break;
      }
      const properties = member(value, 'Properties');
      const condition = member(value, 'Condition');
      resources.set(logicalId, {
        logicalId,
        type: type.text,
        key,
        node: value,
        properties: properties?.kind === 'map' ? properties : emptyMap(this.root.source),
        condition: condition?.kind === 'scalar' ? condition.text : undefined,
      });
      const kind = NAME_IN_FUNCTIONS[type.text];
      if (kind !== undefined) this.addTarget(logicalId, kind);
    }
  }
}
