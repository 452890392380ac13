import {
  commands,
  type Disposable,
  type Event,
  EventEmitter,
  l10n,
  TreeItemCheckboxState,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
  window,
} from 'vscode';
import type { BrokerClock } from '../clock/brokerClock.ts';
import { CONTEXTS, VIEWS } from '../ground/ids.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import type { ConsumerRegistry } from '../launch/consumerRegistry.ts';
import type { QueueStore } from '../queues/queueStore.ts';
import type { ArrivalBreakpoints } from './arrivalBreakpoints.ts';
import { ArrivalNode } from './arrivalNode.ts';
import { HeldMessageNode } from './heldMessageNode.ts';
import type { BreakpointHolds } from './hold.ts';
import type { InFlightStore } from './inFlightStore.ts';
import { describeUnheld } from './unheldText.ts';

type Node = HeldMessageNode | ArrivalNode;

export interface InFlightViewOptions {
  readonly inFlight: InFlightStore;
  readonly arrivals: ArrivalBreakpoints;
  readonly clock: BrokerClock;
  readonly holds: BreakpointHolds;
  readonly consumers: ConsumerRegistry;
  readonly queues: QueueStore;
}

const TICK_MS = 1_000;

/**
 * Messages in Flight, in the Debug container: the messages that debugged programs are processing, and the arrival
 * breakpoints.
 */
export class InFlightView implements TreeDataProvider<Node>, Disposable {
  readonly onDidChangeTreeData: Event<Node | Node[] | undefined>;
  readonly #emitter = new EventEmitter<Node | Node[] | undefined>();
  readonly #options: InFlightViewOptions;
  readonly #view: TreeView<Node>;
  readonly #listeners: Disposable[];
  #rows: readonly Node[] = [];
  #ticker: NodeJS.Timeout | undefined;
  /** Why nothing is held for a paused program, as it is shown. */
  #unheld: string | undefined;

  constructor(options: InFlightViewOptions) {
    const { inFlight, arrivals, holds, queues } = options;
    this.#options = options;
    this.onDidChangeTreeData = this.#emitter.event;
    this.#view = window.createTreeView<Node>(VIEWS.inFlight, {
      treeDataProvider: this,
      canSelectMany: true,
      manageCheckboxStateManually: true,
    });
    this.#listeners = [
      this.#emitter,
      this.#view,
      inFlight.onDidChange(() => this.#show()),
      holds.onDidChange(() => this.#explain()),
      queues.onDidChange(() => this.#explain()),
      arrivals.onDidChange(() => this.#show()),
      this.#view.onDidChangeVisibility(() => this.#show()),
      this.#view.onDidChangeCheckboxState(({ items }) => {
        for (const [node, state] of items) {
          if (node instanceof ArrivalNode) {
            tellFailure(arrivals.set(node.breakpoint.id, state === TreeItemCheckboxState.Checked));
          }
        }
      }),
    ];
  }

  get selection(): readonly Node[] {
    return this.#view.selection;
  }

  getTreeItem(node: Node): TreeItem {
    return node.toItem();
  }

  getParent(): undefined {
    return undefined;
  }

  getChildren(node?: Node): Node[] {
    if (node) return [];
    const { inFlight, arrivals, clock } = this.#options;
    const { messages } = inFlight;
    const namesProgram = new Set(messages.map(({ program }) => program.key)).size > 1;
    const rows = [
      ...messages.map((message) => new HeldMessageNode(message, () => clock.now, namesProgram)),
      ...arrivals.all.map((breakpoint) => new ArrivalNode(breakpoint)),
    ];
    this.#rows = rows;
    return rows;
  }

  dispose(): void {
    clearInterval(this.#ticker);
    for (const listener of this.#listeners) listener.dispose();
  }

  #show(): void {
    const { inFlight } = this.#options;
    this.#unheld = this.#describeUnheld();
    const isRelevant = inFlight.hasSeenTraffic || this.#unheld !== undefined;
    void commands.executeCommand('setContext', CONTEXTS.debugTraffic, isRelevant);
    const empty =
      inFlight.messages.length === 0 ? l10n.t('No debugged program is processing a message.') : '';
    this.#view.message = this.#unheld ?? empty;
    // The Debug container shows views of extensions collapsed at first: their header shows that they have content.
    const { length } = inFlight.messages;
    this.#view.description = length === 0 ? '' : String(length);
    clearInterval(this.#ticker);
    if (this.#view.visible) this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    this.#emitter.fire(undefined);
  }

  /** Programs pause and queues change often; what is said of them rarely does. */
  #explain(): void {
    if (this.#describeUnheld() !== this.#unheld) this.#show();
  }

  #describeUnheld(): string | undefined {
    const { inFlight, holds, consumers, queues } = this.#options;
    const paused = holds.pausedPrograms.flatMap((key) => {
      const program = consumers.describeRecognition(key);
      const hasOwn = inFlight.messages.some((message) => message.program.key === key);
      return program === undefined ? [] : [{ ...program, hasOwn }];
    });
    return describeUnheld(
      paused,
      queues.queues.some(({ counts }) => counts.inFlight > 0),
    );
  }

  /** Only the rows whose timeout runs; paused ones do not change. */
  #tick(): void {
    const rows = this.#rows.filter((row) => row instanceof HeldMessageNode && row.isTicking);
    if (rows.length > 0) this.#emitter.fire(rows);
  }
}
