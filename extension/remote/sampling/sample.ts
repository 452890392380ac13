import type { Gate } from '../../../broker/connections/client/gate.ts';
import type { SampleState } from '../../../webview/receiveProtocol.ts';
import type { Schedule } from '../../ground/schedule.ts';
import { type GivenBack, HeldMessages } from './heldMessages.ts';
import type { Look } from './look.ts';
import type { LookFacts } from './lookFacts.ts';
import { receiveSample, type SampleEnd, WAIT_SECONDS } from './receiveSample.ts';
import {
  describeEnd,
  describeHeld,
  describeNotGivenBack,
  describeOver,
  describeSample,
} from './sampleText.ts';

export interface SampleOptions {
  /** For the page. */
  readonly queueArn: string;
  readonly facts: LookFacts;
  /** That the user agreed to. */
  readonly look: Look;
  readonly gate: Gate;
  readonly schedule: Schedule;
  /** Epoch ms. */
  readonly readNow: () => number;
  /** Something about it changed. */
  readonly onChange: (state: SampleState) => void;
}

/** One look at a queue: receives messages, holds them while they are shown, and gives them back once. */
export class Sample {
  readonly #options: SampleOptions;
  readonly #held = new HeldMessages();
  #isStopped = false;
  #end: SampleEnd | undefined;
  #endedAt = 0;
  #outcome: GivenBack | undefined;
  #running: Promise<void> | undefined;
  #givingBack: Promise<GivenBack> | undefined;
  #stopTimer: () => void = () => undefined;

  constructor(options: SampleOptions) {
    this.#options = options;
  }

  /** Receives. Called once. */
  run(): Promise<void> {
    this.#running = this.#run();
    return this.#running;
  }

  /** Ends receiving, and gives back what is still hidden. Waits for the call that is not answered: what it brings is given back, too. Never rejects. */
  giveBack(): Promise<GivenBack> {
    this.#isStopped = true;
    this.#givingBack ??= this.#giveBack();
    if (this.#end === undefined) this.#tell();
    return this.#givingBack;
  }

  get state(): SampleState {
    const { facts, queueArn } = this.#options;
    const { messages } = this.#held;
    const problem = this.#describeProblem();
    return {
      queueArn,
      phase: this.#phase,
      summary: describeSample(messages.length, facts, this.#end),
      status: this.#describeStatus(),
      ...(problem !== undefined && { problem }),
      messages,
      givenBack: this.#outcome?.back ?? [],
    };
  }

  get #phase(): SampleState['phase'] {
    if (this.#end === undefined) return this.#isStopped ? 'stopping' : 'receiving';
    return this.#outcome === undefined && !this.#held.isEmpty ? 'held' : 'over';
  }

  async #run(): Promise<void> {
    const { look, readNow } = this.#options;
    this.#tell();
    this.#end = await receiveSample(
      {
        receive: (maximum) => this.#receive(maximum),
        isStopped: () => this.#isStopped,
        readNow,
        onReceived: () => this.#tell(),
      },
      look.plan,
      this.#held,
    );
    this.#endedAt = readNow();
    const leftMs = this.#held.visibleAt - this.#endedAt;
    // Nothing is called then: they are visible by themselves.
    if (!this.#held.isEmpty)
      this.#stopTimer = this.#options.schedule(Math.max(0, leftMs), () => void this.giveBack());
    this.#tell();
  }

  async #receive(maximum: number) {
    const { gate, look } = this.#options;
    const answer = await gate.call(
      'ReceiveMessage',
      {
        QueueUrl: look.queueUrl,
        MaxNumberOfMessages: maximum,
        WaitTimeSeconds: WAIT_SECONDS,
        VisibilityTimeout: look.plan.holdSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
      { plan: look.calls },
    );
    return answer.ok ? (answer.value.Messages ?? []) : answer.failure;
  }

  async #giveBack(): Promise<GivenBack> {
    await this.#running;
    this.#stopTimer();
    const outcome = await this.#held.giveBack((handles) => this.#release(handles), this.#options.readNow());
    this.#outcome = outcome;
    this.#tell();
    return outcome;
  }

  async #release(handles: readonly string[]) {
    const { gate, look } = this.#options;
    const Entries = handles.map((ReceiptHandle, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    const answer = await gate.call(
      'ChangeMessageVisibilityBatch',
      { QueueUrl: look.queueUrl, Entries },
      { plan: look.calls },
    );
    if (!answer.ok) return answer.failure.message;
    return (answer.value.Failed ?? []).flatMap(({ Id, Code = '', Message }) => {
      const handle = handles[Number(Id)];
      return handle === undefined ? [] : [{ handle, reason: Message ?? Code }];
    });
  }

  #describeStatus(): string {
    switch (this.#phase) {
      case 'receiving':
      case 'stopping':
        return '';
      case 'held':
        return describeHeld(this.#held.visibleAt);
      case 'over':
        return describeOver(this.#outcome);
    }
  }

  #describeProblem(): string | undefined {
    const { holdSeconds } = this.#options.look.plan;
    const notGivenBack = this.#outcome && describeNotGivenBack(this.#outcome);
    const ofEnd = this.#end && describeEnd(this.#end, this.#endedAt + holdSeconds * 1_000);
    return [ofEnd, notGivenBack].filter((text) => text !== undefined).join(' ') || undefined;
  }

  #tell(): void {
    this.#options.onChange(this.state);
  }
}
