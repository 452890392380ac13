import type { Result } from '../engine/base/result.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { ReceivedMessage } from '../engine/state/receivedMessage.ts';
import type { InvocationEnd, InvokedFunction } from '../functions/ports.ts';
import type { Batch } from './batch.ts';
import { BatchLimit } from './batchLimit.ts';
import { Settlements } from './settlements.ts';
import { Gathering } from './gathering.ts';
import { createJudgement, type JudgedBatch } from './judgedBatch.ts';
import { SliceQueue } from './sliceQueue.ts';
import type { Mapping, MappingSettings } from './mapping.ts';
import { createMappingCaller } from './mappingCaller.ts';
import type { GatheredMessage, MessageReader, PollerPorts, ReadMessage } from './ports.ts';

/** Of a long poll, s. */
const WAIT_SECONDS = 20;
const MAXIMUM_RECEIVE = 10;
/** What is added to the visibility timeout of a mapping with a window, s. */
const VISIBILITY_MARGIN_SECONDS = 30;
const MAXIMUM_VISIBILITY_SECONDS = 43_200;
/** Steps of reading that take as long as all else that is done with a message. */
const STEPS_OF_MESSAGE = 1000;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;

/** What a poller has beside its ports. */
export interface PollerHost extends PollerPorts {
  /** Something came in the middle of an operation of the engine: the poller is to go on afterwards. */
  poke(poller: MappingPoller): void;
  /** Something came that can be worked on now. */
  enter(poller: MappingPoller): void;
  /** Environments of the function that no open batch of another mapping will use. */
  countFree(poller: MappingPoller, invoked: InvokedFunction): number;
  /** The poller handed a batch over: the others come first now. */
  noteTurn(poller: MappingPoller): void;
}

/** Receives for one mapping, invokes its function, and deletes what succeeded. */
export class MappingPoller {
  readonly mapping: Mapping;
  /** It finishes what it has, and receives no more. */
  isStopping = false;
  private readonly host: PollerHost;
  private reader: MessageReader | undefined;
  private limit: BatchLimit;
  /** What was received and has not been read. */
  private readonly unread = new SliceQueue<ReadMessage>();
  /** What was returned and has not been read. */
  private readonly unjudged = new SliceQueue<JudgedBatch>();
  private readonly gathering = new Gathering();
  private readonly settlements: Settlements;
  private readonly running = new Set<Batch>();
  private readonly throttled = new Set<Batch>();
  private cancelWait: (() => void) | undefined;
  private queue: Queue | undefined;
  /** It would receive, but there is no such queue. */
  lacksQueue = false;
  private wasRunnable = false;

  constructor(mapping: Mapping, host: PollerHost) {
    this.mapping = mapping;
    this.host = host;
    this.settlements = new Settlements(mapping, host);
    this.limit = new BatchLimit(mapping.settings);
  }

  /** Whether it will use an environment that it does not use yet. */
  get promisesBatch(): boolean {
    return !this.gathering.isEmpty || !this.unread.isEmpty;
  }

  /** Whether there is nothing left that it has to finish. */
  get isFinished(): boolean {
    const hasBatch = this.running.size > 0 || this.throttled.size > 0 || !this.unjudged.isEmpty;
    return !this.promisesBatch && !hasBatch && this.settlements.isEmpty;
  }

  /** The settings were changed. */
  reset(before: MappingSettings | undefined): void {
    const { settings } = this.mapping;
    this.leave();
    this.reader = undefined;
    this.isStopping = !settings.isEnabled;
    if (
      before?.maximumConcurrency !== settings.maximumConcurrency ||
      JSON.stringify(before?.provisioned) !== JSON.stringify(settings.provisioned)
    )
      this.limit = new BatchLimit(settings);
  }

  /** Receives no more. */
  stop(): void {
    this.isStopping = true;
    this.leave();
  }

  /** Cancels its long poll. */
  leave(): void {
    this.cancelWait?.();
    this.cancelWait = undefined;
  }

  /**
   * Does one piece of the work that is due.
   * @returns how much it was, about in messages; 0: nothing is due now
   */
  step(now: number): number {
    const invoked = this.host.functions.find(this.mapping.functionName);
    this.noteRunnable(invoked, now);
    if (!this.isAtLimit(now)) this.limit.noteFree(now);
    if (!this.unjudged.isEmpty) return this.judge();
    // Before those that no filter matches are deleted, ten at once.
    if (!this.unread.isEmpty) return this.read();
    if (!this.settlements.isEmpty) return this.settlements.settleSome();
    const dropped = this.dropExpired(now);
    if (dropped > 0) return dropped;
    this.gathering.gather(now, this.settings);
    const due = this.findDue(now);
    if (due !== undefined && this.canStart(invoked, now)) return this.start(due);
    if (this.canPoll(invoked, now)) return this.poll();
    return 0;
  }

  /** When it has something to do, epoch ms; undefined: only when something happens. */
  findDeadline(now: number): number | undefined {
    const times: number[] = [];
    const { closesAt } = this.gathering;
    if (closesAt !== undefined && closesAt > now) times.push(closesAt);
    for (const { retryAt = now, leaseEndsAt } of this.throttled)
      times.push(retryAt > now ? retryAt : leaseEndsAt);
    if (this.isAtLimit(now)) {
      const growth = this.limit.nextGrowth(now);
      if (growth !== undefined) times.push(growth);
    }
    return times.length === 0 ? undefined : Math.min(...times);
  }

  private get settings(): MappingSettings {
    return this.mapping.settings;
  }

  /** A batch that no program could run is tried again once one does. */
  private noteRunnable(invoked: InvokedFunction | undefined, now: number): void {
    const isRunnable = invoked?.isRunnable === true;
    if (isRunnable && !this.wasRunnable) for (const batch of this.throttled) batch.retryAt = now;
    this.wasRunnable = isRunnable;
  }

  private canStart(invoked: InvokedFunction | undefined, now: number): boolean {
    if (invoked?.isRunnable !== true || invoked.freeEnvironments <= 0) return false;
    const isFull = this.isAtLimit(now);
    if (isFull) this.limit.noteFull(now);
    return !isFull;
  }

  /** Throttled batches count until they start again. */
  private isAtLimit(now: number): boolean {
    const due = this.findDue(now);
    const retried = due !== undefined && this.throttled.has(due) ? 1 : 0;
    return this.running.size + this.throttled.size - retried >= this.limit.read(now);
  }

  private canPoll(invoked: InvokedFunction | undefined, now: number): boolean {
    this.lacksQueue = false;
    const hasRoom = this.gathering.hasRoom(now, this.settings.batchSize);
    if (this.isStopping || invoked?.isRunnable !== true || !hasRoom) {
      this.leave();
      return false;
    }
    this.queue = this.host.queues.find(this.mapping.queueArn);
    this.lacksQueue = this.queue === undefined;
    if (this.lacksQueue) return false;
    // An open batch has its environment already.
    if (!this.gathering.hasOpen) {
      const isFull = this.isAtLimit(now);
      if (isFull) this.limit.noteFull(now);
      if (isFull || this.host.countFree(this, invoked) <= 0) {
        this.leave();
        return false;
      }
    }
    return this.cancelWait === undefined;
  }

  private poll(): number {
    const queue = this.queue as Queue;
    const { batchSize, windowSeconds } = this.settings;
    let received: number | undefined;
    let isOver = false;
    const visibilitySeconds = windowSeconds === 0 ? undefined : this.chooseVisibility(queue);
    const cancel = this.host.queues.receive(
      queue,
      {
        maxMessages: Math.min(MAXIMUM_RECEIVE, batchSize - this.gathering.count),
        waitSeconds: WAIT_SECONDS,
        visibilitySeconds,
        mayTake: () => this.mayTake(),
      },
      createMappingCaller(this.mapping, 'ReceiveMessage', this.host.createId()),
      (result) => {
        received = this.take(queue, result, visibilitySeconds);
        if (!isOver) return;
        this.cancelWait = undefined;
        this.host.poke(this);
      },
    );
    isOver = true;
    if (received !== undefined) return Math.max(1, received);
    this.cancelWait = cancel;
    if (this.running.size === 0 && this.throttled.size === 0) this.limit.noteIdle();
    return 0;
  }

  /** The environment may have been promised to another mapping since it waits. */
  private mayTake(): boolean {
    const invoked = this.host.functions.find(this.mapping.functionName);
    return this.gathering.hasOpen || (invoked !== undefined && this.host.countFree(this, invoked) > 0);
  }

  /** Longer than the queue's: the messages wait for the window, and then the function takes its time. */
  private chooseVisibility(queue: Queue): number {
    const { timeoutSeconds = 0 } = this.host.functions.find(this.mapping.functionName) ?? {};
    const wanted = this.settings.windowSeconds + timeoutSeconds + VISIBILITY_MARGIN_SECONDS;
    return Math.max(queue.settings.visibilitySeconds, Math.min(wanted, MAXIMUM_VISIBILITY_SECONDS));
  }

  /** May be called in the middle of an operation of the engine: it only reads. @returns how many came */
  private take(
    queue: Queue,
    result: Result<readonly ReceivedMessage[]>,
    visibilitySeconds: number | undefined,
  ): number {
    // The queue was deleted.
    if (!result.ok) return 0;
    const { host, mapping } = this;
    const leaseEndsAt = host.now() + (visibilitySeconds ?? queue.settings.visibilitySeconds) * 1000;
    this.reader ??= host.createReader(mapping, queue);
    for (const message of result.value) this.unread.push(this.reader(message, leaseEndsAt));
    if (result.value.length > 0) host.count(mapping, 'PolledEventCount', result.value.length);
    return result.value.length;
  }

  /** Reads a piece of what was received. @returns how much it was, in messages */
  private read(): number {
    const { steps, result: read } = this.unread.readSlice();
    if (read?.matches === true) this.gathering.push(read.message);
    else if (read !== undefined) this.settlements.addUnwanted(read.message);
    return steps / STEPS_OF_MESSAGE;
  }

  private findDue(now: number): Batch | undefined {
    for (const batch of this.throttled) if ((batch.retryAt ?? now) <= now) return batch;
    return this.gathering.findClosed(now, this.settings.batchSize, this.isStopping);
  }

  /** Lets go what is visible again, because it could not be handed over in time. @returns how many messages */
  private dropExpired(now: number): number {
    let dropped = 0;
    for (const batch of this.throttled) {
      if (batch.leaseEndsAt > now) continue;
      this.throttled.delete(batch);
      dropped += batch.messages.length;
      this.continueRest(batch, batch.messages);
    }
    dropped += this.gathering.dropExpired(now);
    if (dropped > 0) this.host.count(this.mapping, 'DroppedEventCount', dropped);
    return dropped;
  }

  private start(batch: Batch): number {
    if (!this.throttled.delete(batch)) this.gathering.close(batch, this.queue?.isFifo === true);
    this.running.add(batch);
    this.host.noteTurn(this);
    this.host.functions.invoke(this.mapping.functionName, {
      payload: batch.writeEvent(),
      origin: {
        mappingId: this.mapping.id,
        batch: { queueArn: this.mapping.queueArn, messages: batch.messages },
      },
      onPause: (isPaused) => this.pause(batch, isPaused),
      complete: (end) => {
        this.running.delete(batch);
        if (batch.isPaused) this.pause(batch, false);
        this.finish(batch, end);
        this.host.enter(this);
      },
    });
    return batch.messages.length;
  }

  private finish(batch: Batch, end: InvocationEnd): void {
    const now = this.host.now();
    if (end.outcome === 'throttled' || end.outcome === 'unavailable') {
      const delayMs = Math.min(FIRST_RETRY_MS * 2 ** batch.tries, LONGEST_RETRY_MS);
      batch.tries++;
      batch.retryAt = Math.min(now + delayMs, Math.max(batch.leaseEndsAt, now));
      this.throttled.add(batch);
      return;
    }
    const { host, settings } = this;
    this.unjudged.push(createJudgement(host.judge, batch, end, settings.reportsItemFailures));
  }

  /** Reads a piece of what a function returned. @returns how much it was, in messages */
  private judge(): number {
    const { steps, result: judged } = this.unjudged.readSlice();
    if (judged !== undefined) this.follow(judged);
    return steps / STEPS_OF_MESSAGE;
  }

  private follow({ batch, end, outcome }: JudgedBatch): void {
    const { host, mapping, settings } = this;
    const { deleted, failed, ignored = [], cause, detail } = outcome;
    const { requestId, report } = end;
    const environment = report?.environment ?? mapping.functionName;
    const invocation = { requestId, environment };
    const unread = new Set(ignored);
    this.settlements.addProcessed(
      deleted.filter((message) => !unread.has(message)),
      invocation,
    );
    this.settlements.addProcessed(ignored, { requestId, environment, isReportIgnored: true });
    if (cause !== 'returned' && cause !== 'unreadReport')
      this.settlements.addFailed(failed, invocation, { cause, detail });
    host.count(mapping, 'InvokedEventCount', batch.messages.length);
    if (failed.length > 0) {
      host.count(mapping, 'FailedInvokeEventCount', failed.length);
      if (end.outcome === 'failed' && !settings.reportsItemFailures) this.limit.noteError(host.now());
    }
    this.continueRest(batch, failed);
  }

  /** In a group, what comes after a failed message waits for it. */
  private continueRest({ rest }: Batch, failed: readonly GatheredMessage[]): void {
    if (rest.length === 0) return;
    const groups = new Set(failed.map(({ groupId }) => groupId));
    this.gathering.push(...rest.filter(({ groupId }) => !groups.has(groupId)));
  }

  /** A debugger has stopped the process that has the event, or lets it run again. */
  private pause(batch: Batch, isPaused: boolean): void {
    batch.isPaused = isPaused;
    const queue = this.host.queues.find(this.mapping.queueArn);
    if (queue !== undefined) this.host.queues.pause(queue, batch.receiptHandles, isPaused);
  }
}
