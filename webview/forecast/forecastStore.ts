import { batch, computed, signal } from '@preact/signals';
import type { ForecastReport, ReadForecastParams } from '../../broker/protocol/forecast.ts';
import type { ForecastToHost, HostToForecast } from '../forecastProtocol.ts';
import type { RequestFailure } from '../protocol.ts';
import { createQueueChoice } from '../shared/queueChoice.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import {
  buildParams,
  EMPTY_DRAFT,
  findForecastProblems,
  type ForecastDraft,
  planProof,
  restoreForecastDraft,
} from './forecastRules.ts';

export type ForecastStore = ReturnType<typeof createForecastStore>;

/** Runs work after so many ms; what it returns calls it off. */
export type Schedule = (ms: number, work: () => void) => () => void;

/** How long the forecast is shown before it is read again: the trace goes on. */
const REFRESH_MS = 3000;
/** After the last key. */
const TYPING_MS = 250;

const scheduleTimer: Schedule = (ms, work) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

/** The state of the panel of forecasts, and everything that can be done to it. */
export function createForecastStore(
  channel: HostChannel<HostToForecast, ForecastToHost>,
  schedule: Schedule = scheduleTimer,
) {
  const draft = signal<ForecastDraft>(restoreForecastDraft(channel.readState()) ?? EMPTY_DRAFT);
  const report = signal<ForecastReport | undefined>(undefined);
  const failure = signal<RequestFailure | undefined>(undefined);
  /** What the report answers. */
  const asked = signal<ReadForecastParams | undefined>(undefined);
  /** What was asked last, also of a report that has not come yet. */
  let last: ReadForecastParams | undefined;
  let lastRequestId = 0;
  let cancel: () => void = () => undefined;

  const choice = createQueueChoice(channel, {
    read: () => (draft.value.queueArn === '' ? undefined : draft.value.queueArn),
    write: (queueArn) => {
      report.value = undefined;
      change({ queueArn });
    },
  });
  const problems = computed(() => findForecastProblems(draft.value));
  const mistakeCount = computed(() => Object.keys(problems.value).length + (choice.isGone.value ? 1 : 0));
  /** What is shown answers values from before the mistakes. */
  const isOutdated = computed(() => report.value !== undefined && mistakeCount.value > 0);
  const proof = computed(() =>
    report.value === undefined || isOutdated.value ? undefined : planProof(report.value),
  );

  function change(part: Partial<ForecastDraft>): void {
    draft.value = { ...draft.value, ...part };
    channel.saveState(draft.value);
    readIn(TYPING_MS);
  }

  function readIn(ms: number): void {
    cancel();
    cancel = schedule(ms, read);
  }

  /** Asks nothing of a broker that does not run: that would start it. */
  function read(): void {
    cancel();
    if (choice.broker.value?.kind !== 'running' || choice.queue.value === undefined) return;
    // While there are mistakes, what was measured stays live.
    const params = mistakeCount.value > 0 ? last : buildParams(draft.value);
    if (params === undefined || params.queueArn !== draft.value.queueArn) return;
    last = params;
    lastRequestId += 1;
    channel.post({ type: 'read', requestId: lastRequestId, params });
  }

  function receive(message: HostToForecast): void {
    switch (message.type) {
      case 'initialize':
        choice.initialize(message);
        read();
        return;
      case 'forecastRead': {
        if (message.requestId !== lastRequestId) return;
        const { outcome } = message;
        failure.value = outcome.ok ? undefined : outcome.failure;
        if (outcome.ok) {
          report.value = outcome.report;
          asked.value = last;
        }
        readIn(REFRESH_MS);
        return;
      }
      case 'brokerChanged':
      case 'selectQueue':
        choice.receive(message);
        read();
        return;
      default: {
        const wasMissing = choice.queue.value === undefined;
        choice.receive(message);
        if (wasMissing && choice.queue.value !== undefined) read();
      }
    }
  }

  channel.listen((message) => batch(() => receive(message)));

  return {
    ...choice,
    draft,
    report,
    asked,
    isOutdated,
    failure,
    problems,
    mistakeCount,
    proof,
    change,
    read,
    reset: () => change({ ...EMPTY_DRAFT, queueArn: draft.value.queueArn, window: draft.value.window }),
    /** A load test that makes enough samples. */
    measure: () =>
      channel.post({ type: 'prove', queueArn: draft.value.queueArn, perSecond: 10, seconds: 60 }),
    prove: () => {
      const planned = proof.value;
      if (planned !== undefined) channel.post({ type: 'prove', queueArn: draft.value.queueArn, ...planned });
    },
  };
}
