import { l10n, MarkdownString, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { FunctionEnvironment, FunctionInfo } from '../../broker/protocol/functions.ts';
import type { ConsumerNode } from '../processes/consumerNode.ts';
import { EndedNode } from '../processes/endedNode.ts';
import { isDebuggable } from './isDebuggable.ts';
import { EnvironmentNode } from './environmentNode.ts';
import { describeFailure, describeFunction, hasFailed, isAlive, writeEnvironments } from './functionText.ts';
import { LastErrorNode } from './lastErrorNode.ts';
import type { RunMode } from './runMemory.ts';
import { nameSource } from './nameSource.ts';
import { appendSentence } from '../ground/appendSentence.ts';

/** What a row needs besides what the broker knows. */
export interface FunctionFacts {
  /** Epoch ms on the broker's clock. */
  readonly readNow: () => number;
  /** How this window runs it; undefined: it does not. */
  readonly mode: RunMode | undefined;
}

/** A function in the Consumers view; below it, its last error and its environments. */
export class FunctionNode implements ConsumerNode {
  readonly info: FunctionInfo;
  readonly #facts: FunctionFacts;

  constructor(info: FunctionInfo, facts: FunctionFacts) {
    this.info = info;
    this.#facts = facts;
  }

  get name(): string {
    return this.info.definition.name;
  }

  toItem(): TreeItem {
    const { info, name } = this;
    const { state, lastError } = info;
    const hasChildren = info.environments.length > 0 || lastError !== undefined;
    const item = new TreeItem(
      name,
      hasChildren ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None,
    );
    item.id = this.#id;
    item.description = describeFunction(info);
    item.iconPath = new ThemeIcon(state === 'idle' ? 'symbol-function' : 'symbol-event');
    item.contextValue = [
      'function',
      state === 'idle' ? 'runnable' : state,
      ...(this.#canBeDebugged() ? ['debuggable'] : []),
    ].join(';');
    item.tooltip = this.#describe();
    const told = [
      l10n.t('Function {0}', name),
      item.description,
      ...(lastError === undefined ? [] : [describeFailure(lastError)]),
    ];
    item.accessibilityInformation = { label: told.join(', ') };
    return item;
  }

  getChildren(): readonly ConsumerNode[] {
    const { environments, lastError } = this.info;
    const { readNow } = this.#facts;
    const toNode = (environment: FunctionEnvironment) => new EnvironmentNode(this.name, environment, readNow);
    const ended = environments.filter((environment) => !isAlive(environment)).toReversed();
    return [
      ...(lastError === undefined ? [] : [new LastErrorNode(this.#id, lastError, readNow)]),
      ...environments.filter(isAlive).map(toNode),
      ...(ended.length === 0
        ? []
        : [
            new EndedNode({
              parentId: this.#id,
              count: writeEnvironments(ended.length),
              hasFault: ended.some(hasFailed),
              rows: ended.map(toNode),
            }),
          ]),
    ];
  }

  get #id(): string {
    return `function/${this.name}`;
  }

  /** One that runs must be this window's. */
  #canBeDebugged(): boolean {
    const { state, definition } = this.info;
    const isFree = state === 'idle' || (state === 'running' && this.#facts.mode === 'run');
    return isFree && isDebuggable(definition);
  }

  #describe(): MarkdownString {
    const { definition, source } = this.info;
    const { runtime, handler, command, mappings = [] } = definition;
    const tooltip = new MarkdownString();
    appendSentence(tooltip, l10n.t('Function {0}, {1}', this.name, runtime));
    const program = command ?? handler;
    if (program !== undefined) tooltip.appendCodeblock(program, 'text');
    const queues = mappings.map(({ queue }) => queue);
    if (queues.length > 0)
      appendSentence(tooltip.appendMarkdown('\n\n'), l10n.t('Invoked by {0}', queues.join(', ')));
    if (source !== undefined)
      appendSentence(tooltip.appendMarkdown('\n\n'), l10n.t('Declared in {0}', nameSource(source)));
    return tooltip;
  }
}
