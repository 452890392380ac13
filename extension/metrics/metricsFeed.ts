import type { Disposable, Event } from 'vscode';
import { alarmChanged, readAlarmStates } from '../../broker/protocol/alarms.ts';
import { readMetrics } from '../../broker/protocol/metrics.ts';
import type { HostToMetrics, MetricsReading, MetricsWatch } from '../../webview/metricsProtocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { type Schedule, systemSchedule } from '../ground/schedule.ts';
import { describeFailure } from '../webviews/brokerView.ts';

type MetricsRead = Extract<HostToMetrics, { readonly type: 'metricsRead' }>;

/** Points of longer periods are made of minutes, and change with each of them. */
const LONGEST_STEP_SECONDS = 60;
/** A timer may fire a little early, and the broker's clock is known to a millisecond or two. */
const AFTER_PERIOD_MS = 20;

interface MetricsFeedPorts {
  readonly session: BrokerClient;
  /** The broker's. */
  readonly clock: { readonly now: number; readonly onDidChange: Event<unknown> };
  post(message: MetricsRead): void;
  readonly schedule?: Schedule;
}

/** Reads what a panel shows: at once, whenever a period has ended, and when the clock makes a jump or an alarm changes. */
export class MetricsFeed implements Disposable {
  readonly #ports: MetricsFeedPorts;
  readonly #schedule: Schedule;
  readonly #parts: readonly Disposable[];
  /** Undefined while the page is hidden: nothing is read then. */
  #watched: { readonly requestId: number; readonly watch: MetricsWatch } | undefined;
  #isReading = false;
  /** What was read is out of date before it has come. */
  #isStale = false;
  #cancel: (() => void) | undefined;

  constructor(ports: MetricsFeedPorts) {
    this.#ports = ports;
    this.#schedule = ports.schedule ?? systemSchedule;
    this.#parts = [
      ports.clock.onDidChange(() => void this.#read()),
      ports.session.onNotification(alarmChanged, ({ alarm: { queueArn } }) => {
        if (queueArn !== undefined && this.#watched?.watch.queueArns.includes(queueArn)) void this.#read();
      }),
    ];
  }

  watch(requestId: number, watch: MetricsWatch): void {
    this.#watched = { requestId, watch };
    void this.#read();
  }

  pause(): void {
    this.#watched = undefined;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  dispose(): void {
    this.pause();
    disposeAll(this.#parts);
  }

  async #read(): Promise<void> {
    const { session, clock } = this.#ports;
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#isReading) {
      this.#isStale = true;
      return;
    }
    const watched = this.#watched;
    // A request would start the broker.
    if (watched === undefined || watched.watch.lines.length === 0 || session.state.kind !== 'running') return;
    this.#isReading = true;
    this.#isStale = false;
    const outcome = await this.#ask(watched.watch, clock.now);
    this.#isReading = false;
    if (this.#isStale || this.#watched !== watched) {
      await this.#read();
      return;
    }
    this.#ports.post({ type: 'metricsRead', requestId: watched.requestId, outcome });
    const stepMs = Math.min(LONGEST_STEP_SECONDS, watched.watch.periodSeconds) * 1000;
    this.#cancel = this.#schedule(stepMs - (clock.now % stepMs) + AFTER_PERIOD_MS, () => void this.#read());
  }

  async #ask(
    { queueArns, lines, periodSeconds, rangeSeconds }: MetricsWatch,
    until: number,
  ): Promise<MetricsRead['outcome']> {
    const { session } = this.#ports;
    const from = until - rangeSeconds * 1000;
    try {
      const [read, { alarms }] = await Promise.all([
        session.request(readMetrics, { lines, periodSeconds, from, until }),
        session.request(readAlarmStates, { queueArns }),
      ]);
      const reading: MetricsReading = { ...read, from, until, alarms };
      return { ok: true, reading };
    } catch (error) {
      return { ok: false, failure: describeFailure(error) };
    }
  }
}
