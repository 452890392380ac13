import type { Caller } from '../../../broker/engine/base/caller.ts';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import type { Engine } from '../../../broker/engine/engine.ts';
import { holdConsumer, releaseConsumer } from '../../../broker/engine/operations/holds.ts';
import { LIMITS } from '../../../broker/engine/base/limits.ts';
import type { Call } from '../../../broker/sqs/actions/action.ts';
import { ACTIONS } from '../../../broker/sqs/actions/actions.ts';
import { decodeJson } from '../../../broker/sqs/wire/json.ts';
import { caller, IDENTITY_KEY, testPorts } from '../../support/engineHarness.ts';
import { type CallInput, type Outcome, ORIGIN } from './world.ts';

/** The engine behind the actions of the API: JSON in, JSON out, without a server. */
export class EngineSide {
  private readonly clock: ManualClock;
  private readonly engine: Engine;
  private readonly waits = new Map<(outcome: Outcome) => void, () => void>();

  constructor(now: number, inFlightLimit: number) {
    this.clock = new ManualClock(now);
    const limits = {
      ...LIMITS.strict,
      inFlightStandard: inFlightLimit,
      inFlightFifo: inFlightLimit,
    };
    this.engine = createEngine(testPorts(this.clock), { identityKey: IDENTITY_KEY, limits });
  }

  call(name: string, input: CallInput, consumer: string, complete: (outcome: Outcome) => void): void {
    const action = ACTIONS.get(name);
    if (action === undefined) throw new Error(`There is no action ${name}.`);
    const decoded = decodeJson(Buffer.from(JSON.stringify(input)), action.input);
    if (!decoded.ok) throw new Error(decoded.message);
    const giveUp = action.start(this.makeCall(name, consumer), decoded.value, (result) => {
      this.waits.delete(complete);
      if (!result.ok) complete({ code: result.code });
      else complete({ value: result.value && (JSON.parse(JSON.stringify(result.value)) as unknown) });
    });
    if (giveUp !== undefined) this.waits.set(complete, giveUp);
    this.advance(0);
  }

  private makeCall(action: string, consumerId: string): Call {
    const by: Caller = { ...caller, consumerId, action };
    return {
      engine: this.engine,
      caller: by,
      protocol: 'json',
      origin: ORIGIN,
      path: '/',
      pathQueue: undefined,
      mayTake: () => true,
      traceHeader: undefined,
      isPrintableAscii: false,
      queueArn: undefined,
      payloadBytes: 0,
      messageCount: 0,
      failedEntries: undefined,
      isDropped: false,
      explanation: undefined,
    };
  }

  get now(): number {
    return this.clock.now();
  }

  advance(ms: number): void {
    this.clock.advance(ms);
  }

  giveUp(complete: (outcome: Outcome) => void): void {
    this.waits.get(complete)?.();
    this.waits.delete(complete);
  }

  hold(consumer: string): void {
    holdConsumer(this.engine, consumer);
  }

  release(consumer: string): void {
    releaseConsumer(this.engine, consumer);
    this.advance(0);
  }

  counts(): Record<string, readonly number[]> {
    const result: Record<string, readonly number[]> = {};
    for (const queue of this.engine.allQueues()) {
      const { visibleCount, inFlightCount, delayedCount, messageCount } = queue;
      if (visibleCount + inFlightCount + delayedCount !== messageCount)
        throw new Error(`The counts of ${queue.name} do not add up to its ${messageCount} messages.`);
      result[queue.name] = [visibleCount, inFlightCount, delayedCount];
    }
    return result;
  }
}
