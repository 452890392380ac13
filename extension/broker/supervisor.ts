import type { ServerState } from './serverClient.ts';

/** Why a start did not lead to a serving process. A `configuration` fault will not go away by trying again. */
export interface StartFailure {
  readonly kind: 'configuration' | 'crash';
  /** A sentence for people. */
  readonly reason: string;
  /** What the failed line calls it, such as `DATA_DAMAGED`. */
  readonly code?: string;
}

export type SupervisorEvent<Info> =
  | { readonly kind: 'start' }
  | { readonly kind: 'connected'; readonly epoch: number; readonly info: Info }
  | { readonly kind: 'startFailed'; readonly epoch: number; readonly failure: StartFailure }
  | { readonly kind: 'connectionLost'; readonly epoch: number; readonly reason: string }
  /** Another window ended the process on purpose. */
  | { readonly kind: 'stoppedElsewhere'; readonly epoch: number }
  | { readonly kind: 'retryDue' }
  | { readonly kind: 'stop' };

export type SupervisorEffect =
  | { readonly kind: 'connect'; readonly epoch: number }
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'scheduleRetry'; readonly delayMs: number }
  | { readonly kind: 'cancelRetry' };

export interface SupervisorModel<Info> {
  readonly state: ServerState<Info>;
  /** Counts connections; what an older one still reports is ignored. */
  readonly epoch: number;
  /** A connect effect of this epoch has neither succeeded nor failed yet. */
  readonly connecting: boolean;
  /** Epoch ms of the failures that still count. */
  readonly failures: readonly number[];
}

export interface Transition<Info> {
  readonly model: SupervisorModel<Info>;
  readonly effects: readonly SupervisorEffect[];
}

/** Pauses before the first, second and all later tries. */
export const BACK_OFF_MS = [250, 1000, 4000] as const;
export const MAXIMUM_TRIES = 4;
/** Failures older than this are forgiven. */
export const FAILURE_WINDOW_MS = 180_000;

export const STOPPED_MODEL: SupervisorModel<never> = {
  state: { kind: 'stopped' },
  epoch: 0,
  connecting: false,
  failures: [],
};

/**
 * The one state machine of the life of the broker, and of each gateway, as a pure function.
 * @param now epoch ms
 */
export function transition<Info>(
  model: SupervisorModel<Info>,
  event: SupervisorEvent<Info>,
  now: number,
): Transition<Info> {
  switch (event.kind) {
    case 'start':
      return start(model);
    case 'stop':
      return stop(model);
    case 'retryDue':
      return model.state.kind === 'restarting' && !model.connecting
        ? connect(model, model.state)
        : stay(model);
    case 'connected':
      if (event.epoch !== model.epoch || !model.connecting) return stay(model);
      return stay({ ...model, connecting: false, state: { kind: 'running', info: event.info } });
    case 'startFailed':
      if (event.epoch !== model.epoch || !model.connecting) return stay(model);
      return event.failure.kind === 'configuration'
        ? stay({ ...model, connecting: false, state: failed(event.failure) })
        : tryAgain(model, event.failure, now);
    case 'connectionLost':
      if (event.epoch !== model.epoch || model.state.kind !== 'running') return stay(model);
      return tryAgain(model, { kind: 'crash', reason: event.reason }, now);
    case 'stoppedElsewhere':
      if (event.epoch !== model.epoch || model.state.kind !== 'running') return stay(model);
      return stay({ ...STOPPED_MODEL, epoch: model.epoch });
  }
}

function start<Info>(model: SupervisorModel<Info>): Transition<Info> {
  switch (model.state.kind) {
    case 'stopped':
    case 'failed':
      return connect({ ...model, failures: [] }, { kind: 'starting' });
    case 'restarting': {
      // A user asked for it: skip the back-off.
      if (model.connecting) return stay(model);
      const { model: next, effects } = connect(model, model.state);
      return { model: next, effects: [{ kind: 'cancelRetry' }, ...effects] };
    }
    case 'starting':
    case 'running':
      return stay(model);
  }
}

function stop<Info>(model: SupervisorModel<Info>): Transition<Info> {
  const stopped: SupervisorModel<Info> = { ...STOPPED_MODEL, epoch: model.epoch };
  switch (model.state.kind) {
    case 'stopped':
      return stay(model);
    case 'failed':
      return stay(stopped);
    case 'restarting':
    case 'starting':
    case 'running':
      return { model: stopped, effects: [{ kind: 'cancelRetry' }, { kind: 'disconnect' }] };
  }
}

function connect<Info>(model: SupervisorModel<Info>, state: ServerState<Info>): Transition<Info> {
  const epoch = model.epoch + 1;
  return { model: { ...model, state, epoch, connecting: true }, effects: [{ kind: 'connect', epoch }] };
}

function tryAgain<Info>(model: SupervisorModel<Info>, failure: StartFailure, now: number): Transition<Info> {
  const failures = [...model.failures.filter((at) => now - at < FAILURE_WINDOW_MS), now];
  const attempt = failures.length;
  if (attempt > MAXIMUM_TRIES) {
    return stay({ ...model, connecting: false, failures: [], state: failed(failure) });
  }
  const delayMs = BACK_OFF_MS[Math.min(attempt, BACK_OFF_MS.length) - 1] ?? 0;
  return {
    model: {
      ...model,
      connecting: false,
      failures,
      state: { kind: 'restarting', attempt, retryAt: now + delayMs },
    },
    effects: [{ kind: 'scheduleRetry', delayMs }],
  };
}

function failed({ reason, code }: StartFailure): ServerState<never> {
  return code === undefined ? { kind: 'failed', reason } : { kind: 'failed', reason, code };
}

function stay<Info>(model: SupervisorModel<Info>): Transition<Info> {
  return { model, effects: [] };
}
