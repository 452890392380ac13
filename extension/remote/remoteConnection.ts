import type { Event } from 'vscode';
import * as l10n from '@vscode/l10n';
import type { Gate } from '../../broker/connections/client/gate.ts';
import type { Identity } from '../../broker/connections/client/identity.ts';
import { type ConnectionDefinition, MAXIMUM_ADDED_QUEUES } from '../../broker/connections/definition.ts';
import type { Place } from '../../broker/connections/place.ts';
import { writeRequiredPolicy } from '../../broker/connections/requiredPolicy.ts';
import { findRegionOfQueueUrl, readQueueUrl } from '../../broker/connections/queueAddress.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { Capabilities } from '../connections/capabilities.ts';
import type { Connection, RemotePlace } from '../connections/connection.ts';
import { formatDuration } from '../ground/durations.ts';
import { formatCount } from '../ground/text.ts';
import { HoldingRuns } from './holdingRuns.ts';
import { Inspector } from './inspecting/inspector.ts';
import { CallBudget, COUNT_CALLS_PER_MINUTE, estimateDailyCost } from './callBudget.ts';
import type { RemotePorts } from './remotePorts.ts';
import { asksFor, createCapabilities, findRefusal } from './remoteCapabilities.ts';
import { RemoteQueues, WATCHED_QUEUES } from './remoteQueues.ts';
import { Samples } from './sampling/samples.ts';

/** Connecting to this machine is over before. */
const SHOW_AFTER_MS = 1_000;

type State =
  | { readonly kind: 'closed'; readonly isByUser?: true }
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly problem: string }
  | {
      readonly kind: 'open';
      readonly gate: Gate;
      readonly place: Place;
      readonly identity: Identity | undefined;
    };

/** Amazon SQS, or another endpoint that speaks it. Nothing leaves for it before the user connects. */
export class RemoteConnection implements Connection {
  readonly id: string;
  readonly name: string;
  readonly definition: ConnectionDefinition;
  readonly onDidChangeState: Event<unknown>;
  readonly queues: RemoteQueues;
  readonly remote: RemotePlace;
  readonly #ports: RemotePorts;
  readonly #emitter: EventSource<unknown>;
  #state: State = { kind: 'closed' };
  readonly #budget: CallBudget;
  readonly #samples: Samples;
  /** Their connection is not closed before they have given back what they hold. */
  readonly transfers = new HoldingRuns();
  readonly #inspector: Inspector;
  readonly #always: Partial<Capabilities>;
  readonly #sample: Capabilities['sample'];
  #opening: Promise<void> | undefined;
  /** Aborted when the user cancels the connecting, disconnects or removes it: what waits then must not call any more. */
  #attempt = new AbortController();
  /** URLs of queues that the user added, in the settings of now. */
  #added: readonly string[];
  /** It was removed or changed. */
  #isDisposed = false;

  constructor(definition: ConnectionDefinition, ports: RemotePorts) {
    const { id, name, refreshSeconds, queues } = definition;
    this.id = id;
    this.name = name;
    this.definition = definition;
    this.#added = queues;
    this.#ports = ports;
    this.#emitter = ports.createEmitter<unknown>();
    this.onDidChangeState = this.#emitter.event;
    this.#budget = new CallBudget(COUNT_CALLS_PER_MINUTE, ports.readNow);
    this.queues = new RemoteQueues({
      emitter: ports.createEmitter(),
      budget: this.#budget,
      onProblem: (failure) => {
        this.#emitter.fire(undefined);
        if (failure !== undefined) ports.offerHelp(failure, this);
      },
      schedule: ports.schedule,
      refreshMs: refreshSeconds * 1_000,
      readNow: ports.readNow,
      readAdded: () => this.#added,
    });
    this.#samples = new Samples({
      connection: definition,
      findQueue: (arn) => this.queues.findByArn(arn),
      countOne: (arn) => this.queues.countOne(arn),
      getGate: () => this.getLink().gate,
      isBilled: () => this.#state.kind === 'open' && this.#state.place.identityEndpoint !== undefined,
      ports: ports.samples,
      schedule: ports.schedule,
      readNow: ports.readNow,
    });
    this.#inspector = new Inspector((arn) => this.queues.findByArn(arn));
    this.#always = createCapabilities({
      queues: this.queues,
      getGate: () => this.getLink().gate,
      getPlace: () => this.getLink().place,
      openTrace: (filter) => ports.openTrace(id, filter),
      schedule: ports.schedule,
      readNow: ports.readNow,
    });
    this.#sample = (arn) => this.#samples.look(arn);
    this.remote = this.#describe();
  }

  /** Where messages can be listed without receiving them, receiving them is not offered. */
  get can(): Partial<Capabilities> {
    const { peek } = this.#inspector;
    const faults = this.#ports.findFaults(this.id);
    const looks = peek === undefined ? { sample: this.#sample } : { peek };
    return { ...this.#always, ...looks, ...(faults && { faults }) };
  }

  get isOpen(): boolean {
    return this.#state.kind === 'open';
  }

  open(): Promise<void> {
    if (this.#isDisposed) return Promise.resolve();
    if (this.isOpen && this.#opening === undefined)
      return this.queues.problems.isPaused ? this.queues.listAgain() : Promise.resolve();
    if (this.#opening === undefined) {
      const attempt = new AbortController();
      this.#attempt = attempt;
      const opening = this.#open(attempt.signal).finally(() => {
        if (this.#opening === opening) this.#opening = undefined;
      });
      this.#opening = opening;
      const stop = this.#ports.schedule(SHOW_AFTER_MS, () =>
        this.#ports.showOpening(this.definition, opening, () => this.close()),
      );
      void opening.finally(stop);
    }
    return this.#opening;
  }

  /** Disconnects, or stops connecting. What the connection shows is gone; its definition stays. */
  close(): void {
    this.#attempt.abort();
    this.#opening = undefined;
    this.#close({ kind: 'closed', isByUser: true });
  }

  /** Takes over the queues that were added to the settings, by this window or another; the next list has them. */
  setAdded(urls: readonly string[]): void {
    this.#added = urls;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#attempt.abort();
    this.#close({ kind: 'closed' });
    this.#emitter.dispose();
  }

  async #open(signal: AbortSignal): Promise<void> {
    this.#become({ kind: 'opening' });
    const opened = await this.#ports
      .openGate(this.definition, () => this.#budget.note(), signal)
      .catch((error: unknown) => String(error));
    if (typeof opened === 'string') {
      if (!signal.aborted) this.#close({ kind: 'failed', problem: opened });
      return undefined;
    }
    const { gate, place } = opened;
    // The user may cancel or remove the connection at any time.
    if (signal.aborted) return gate.close();
    const closeGate = () => gate.close();
    signal.addEventListener('abort', closeGate, { once: true });
    const identified = await gate.identify();
    if (signal.aborted) return undefined;
    // A firewall may let calls of queues pass, and not those to the service that says whose the keys are. That service may be down, too.
    if (!identified.ok && identified.failure.kind !== 'network' && identified.failure.kind !== 'busy') {
      gate.close();
      this.#close({ kind: 'failed', problem: identified.failure.message });
      this.#ports.offerHelp(identified.failure, this);
      return undefined;
    }
    // What was agreed to counts for one account: while none is known, the default applies.
    if (identified.ok) await this.#ports.settle(this.definition, identified.value);
    // The question may wait for long.
    if (signal.aborted) return undefined;
    // From here on, closing gives back what a look holds before the gate closes.
    signal.removeEventListener('abort', closeGate);
    this.#become({ kind: 'open', gate, place, identity: identified.ok ? identified.value : undefined });
    await this.queues.open(gate, place);
    if (signal.aborted) return undefined;
    const problem = this.queues.problems.ofList;
    // Who may not list can add queues; everything else is no connection.
    if (problem !== undefined && problem.kind !== 'denied') {
      this.#close({ kind: 'failed', problem: problem.message });
      this.#ports.offerHelp(problem, this);
      return undefined;
    }
    this.#emitter.fire(undefined);
    await this.#inspect();
    return undefined;
  }

  /** Of an emulator, whether it lists messages. */
  async #inspect(): Promise<void> {
    if (this.#state.kind !== 'open') return;
    const { gate, place } = this.#state;
    if (this.definition.kind !== 'endpoint' || place.identityEndpoint !== undefined) return;
    if (await this.#inspector.ask(gate, this.queues.queues[0])) this.#emitter.fire(undefined);
  }

  async #listAgain(): Promise<void> {
    if (!this.isOpen) return this.open();
    await this.queues.listAgain();
    return this.#inspect();
  }

  #close(state: State): undefined {
    if (this.#state.kind === 'open') this.#closeGate(this.#state.gate);
    this.queues.close();
    this.#inspector.close();
    this.#become(state);
    return undefined;
  }

  /** Messages that a look or a transfer holds are given back first. */
  #closeGate(gate: Gate): void {
    const released = [this.#samples.release(), this.transfers.release()].filter((each) => each !== undefined);
    if (released.length === 0) gate.close();
    else void Promise.allSettled(released).then(() => gate.close());
  }

  #become(state: State): void {
    this.#state = state;
    this.#emitter.fire(undefined);
  }

  /** What calls and transfers need. @throws Error if it is not connected */
  getLink(): Extract<State, { kind: 'open' }> {
    if (this.#state.kind !== 'open')
      throw new Error(l10n.t('“{0}” is not connected. Connect it first.', this.name));
    return this.#state;
  }

  #describe(): RemotePlace {
    const read = () => this.#state;
    const { definition, queues } = this;
    const ports = this.#ports;
    return {
      get state() {
        return read().kind;
      },
      get description() {
        const state = read();
        const level = ports.readLevel(definition);
        if (state.kind === 'opening') return l10n.t('connecting…');
        if (state.kind === 'failed') return l10n.t('failed');
        if (state.kind === 'closed') return l10n.t('not connected');
        const isUnknown = state.identity === undefined && state.place.identityEndpoint !== undefined;
        const account = isUnknown ? l10n.t('account unknown') : state.identity?.account;
        return [account, state.place.region, level].filter((part) => part !== undefined).join(' · ');
      },
      get details() {
        const state = read();
        if (state.kind === 'failed') return [state.problem];
        if (state.kind !== 'open') return [];
        return [
          state.place.endpoint,
          ...(state.identity ? [state.identity.arn] : []),
          describeCalls(definition.refreshSeconds),
        ];
      },
      get problem() {
        const state = read();
        return state.kind === 'failed' ? state.problem : queues.problems.current?.message;
      },
      get level() {
        return ports.readLevel(definition);
      },
      ...(definition.color !== undefined && { color: definition.color }),
      get waitsForUser() {
        const state = read();
        return state.kind === 'closed' && state.isByUser === true;
      },
      get isDenied() {
        return read().kind === 'open' && queues.problems.current?.kind === 'denied';
      },
      get hasMore() {
        return queues.hasMore;
      },
      open: () => this.open(),
      listAgain: () => this.#listAgain(),
      close: () => this.close(),
      writePolicy: () => this.#writePolicy(),
      readMore: () => queues.readMore(),
      search: (prefix) => queues.search(prefix),
      watch: (arns) => queues.watch(arns),
      setVisible: (isVisible) => queues.setVisible(isVisible),
      addQueue: (url) => this.#addQueue(url),
      findRefusal: (capability) => findRefusal(capability, definition, () => ports.readLevel(definition)),
      asksFor: (capability) => asksFor(capability, ports.readLevel(definition)),
      remove: () => ports.remove(definition),
    };
  }

  async #writePolicy(): Promise<string> {
    const state = this.#state;
    const place = state.kind === 'open' ? state.place : await this.#ports.locate(this.definition);
    if (typeof place === 'string') throw new Error(place);
    const account = state.kind === 'open' ? state.identity?.account : undefined;
    const level = this.#ports.readLevel(this.definition);
    return JSON.stringify(writeRequiredPolicy(level, place, account), undefined, 2);
  }

  async #addQueue(url: string): Promise<string | undefined> {
    const { region } = this.getLink().place;
    if (readQueueUrl(url) === undefined) return l10n.t('This is not the URL of a queue: {0}', url);
    const other = findRegionOfQueueUrl(url);
    // The connection would call a queue of that name in its own region.
    if (other !== undefined && other !== region) {
      return l10n.t(
        'This queue is in {0}, and “{1}” calls {2}. Add a connection for {0}.',
        other,
        this.name,
        region,
      );
    }
    if (!this.#added.includes(url) && this.#added.length >= MAXIMUM_ADDED_QUEUES) {
      return l10n.t(
        'The list “queues” of “{0}” is full: it takes at most {1} URLs. Remove one of them in the settings first.',
        this.name,
        formatCount(MAXIMUM_ADDED_QUEUES),
      );
    }
    const failure = await this.queues.add(url);
    if (failure !== undefined && failure.kind !== 'denied') return failure.message;
    await this.#ports.saveQueue(this.definition, url);
    return undefined;
  }
}

/** What reading the counts comes to at most. */
function describeCalls(refreshSeconds: number): string {
  const perMinute = Math.min(COUNT_CALLS_PER_MINUTE, (WATCHED_QUEUES * 60) / refreshSeconds);
  return l10n.t(
    'Counts: every {0}, about ${1} a day while the view is visible. Calls a minute: at most {2}.',
    formatDuration(refreshSeconds * 1_000),
    estimateDailyCost(perMinute).toFixed(2),
    COUNT_CALLS_PER_MINUTE,
  );
}
