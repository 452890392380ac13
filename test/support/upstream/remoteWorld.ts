import { after } from 'mocha';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import type { Failure } from '../../../broker/connections/client/failures.ts';
import type { GateOptions } from '../../../broker/connections/client/gate.ts';
import type { ProtectionLevel } from '../../../broker/protection/protectionLevel.ts';
import type { Place } from '../../../broker/connections/place.ts';
import type { LookPlan } from '../../../extension/remote/sampling/lookPlan.ts';
import type { SampleActions } from '../../../extension/remote/sampling/samples.ts';
import type { SampleState } from '../../../webview/receiveProtocol.ts';
import { RemoteConnection } from '../../../extension/remote/remoteConnection.ts';
import type { RemotePorts } from '../../../extension/remote/remotePorts.ts';
import { defineEndpoint, openTestGate, placeOf, ScriptedConsent } from './testGate.ts';

/** A view of a sample that was opened. */
export interface ShownSample {
  readonly actions: SampleActions;
  /** What it was given, oldest first. */
  readonly shown: SampleState[];
}

function createEmitter<T>() {
  const listeners = new Set<(value: T) => unknown>();
  return {
    event: (listener: (value: T) => unknown) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    fire: (value: T) => {
      for (const listener of listeners) listener(value);
    },
    dispose: () => listeners.clear(),
  };
}

/** A connection to an endpoint, without a window, under the manual clock. */
export function createRemoteWorld(
  endpoint: string,
  more: Partial<ConnectionDefinition> = {},
  placed: Partial<Place> = {},
  gateOptions: Partial<GateOptions> = {},
) {
  const definition = { ...defineEndpoint(endpoint), ...more } as ConnectionDefinition;
  const consent = new ScriptedConsent();
  const helped: Failure[] = [];
  const savedQueues: string[] = [];
  const shownOpenings: (() => void)[] = [];
  const timers: { readonly delayMs: number; readonly callback: () => void }[] = [];
  const scheduled: (() => void)[] = [];
  let level: ProtectionLevel = 'open';
  let now = 0;
  let gates = 0;
  let settling: (opened: RemoteConnection) => void = () => undefined;
  const views: ShownSample[] = [];
  const told: string[] = [];
  const traced: unknown[][] = [];
  let picked: LookPlan | undefined;
  const ports: RemotePorts = {
    createEmitter,
    schedule: (delayMs, callback) => {
      const timer = { delayMs, callback };
      timers.push(timer);
      for (const waiting of scheduled.splice(0)) waiting();
      return () => {
        const index = timers.indexOf(timer);
        if (index !== -1) timers.splice(index, 1);
      };
    },
    readNow: () => now,
    showOpening: (_, __, cancel) => void shownOpenings.push(cancel),
    locate: () => Promise.resolve({ ...placeOf(endpoint), ...placed }),
    openGate: (wanted, onAttempt) => {
      gates += 1;
      const place = { ...placeOf(endpoint), ...placed };
      const gate = openTestGate(endpoint, {
        definition: wanted,
        place,
        consent,
        onAttempt,
        readLevel: () => level,
        ...gateOptions,
      });
      return Promise.resolve({ gate, place });
    },
    settle: () => Promise.resolve(settling(connection)),
    readLevel: () => level,
    samples: {
      pickPlan: () => Promise.resolve(picked),
      openView: (_connection, _queue, actions) => {
        const view = { actions, shown: [] as SampleState[] };
        views.push(view);
        return { show: (state) => void view.shown.push(state) };
      },
      tell: (text, problem) => void told.push(problem === undefined ? text : `${text} ${problem}`),
    },
    findFaults: () => undefined,
    openTrace: (...of) => Promise.resolve(void traced.push(of)),
    offerHelp: (failure) => helped.push(failure),
    saveQueue: (_, url) => Promise.resolve(void savedQueues.push(url)),
    remove: () => Promise.resolve(),
  };
  const connection = new RemoteConnection(definition, ports);
  after(() => connection.dispose());
  return {
    connection,
    consent,
    helped,
    savedQueues,
    /** Whose trace was opened, and the filter. */
    traced,
    /** What cancels each connecting that was shown. */
    shownOpenings,
    timers,
    /**
     * Lets the time of the timer pass that was set last, or that is the next to be set.
     * @param meanwhile what happens before its end
     * @returns its ms
     */
    passTimer: async (meanwhile: () => void = () => undefined): Promise<number> => {
      if (timers.length === 0) await new Promise<void>((resolve) => scheduled.push(resolve));
      meanwhile();
      const timer = timers.pop();
      timer?.callback();
      return timer?.delayMs ?? 0;
    },
    /** How many gates were opened. */
    countGates: () => gates,
    setLevel: (next: ProtectionLevel) => {
      level = next;
    },
    /** Called when the level is settled, which may be a question to the user. */
    onSettle: (next: (opened: RemoteConnection) => void) => {
      settling = next;
    },
    /** Of samples, in the order in which they were opened. */
    views,
    /** What was said briefly. */
    told,
    /** The numbers that the user picks for a look. */
    setPlan: (next: LookPlan) => {
      picked = next;
    },
    setNow: (next: number) => {
      now = next;
    },
  };
}

/** Resolves when the queues of a connection are as expected, now or after one of their changes. */
export function untilQueues(connection: RemoteConnection, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const listener = connection.queues.onDidChange(() => {
      if (!holds()) return;
      listener.dispose();
      resolve();
    });
  });
}
