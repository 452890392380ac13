import { EventEmitter, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { SupervisedClient } from '../broker/supervisedClient.ts';
import type { BrokerClock } from '../clock/brokerClock.ts';
import { ConsumerRegistry } from '../launch/consumerRegistry.ts';
import type { QueueStore } from '../queues/queueStore.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { ArrivalBreakpoints } from './arrivalBreakpoints.ts';
import { BreakpointHolds } from './hold.ts';
import { InFlightStore } from './inFlightStore.ts';
import { pauseAtArrival } from './pauseProgram.ts';

/** What the extension knows of the programs that are debugged, and does to them. */
export function createDebugging(
  context: ExtensionContext,
  session: SupervisedClient,
  { queues, clock }: { readonly queues: QueueStore; readonly clock: BrokerClock },
  settings: SettingsReader,
  log: LogOutputChannel,
) {
  const consumers = new ConsumerRegistry(session, new EventEmitter<void>());
  const holds = new BreakpointHolds({
    session,
    consumers,
    isEnabled: () => settings.read('debug.hold'),
    emitter: new EventEmitter<void>(),
    log,
  });
  const inFlight = new InFlightStore({
    session,
    queues,
    consumers,
    clock,
    emitter: new EventEmitter<void>(),
  });
  const arrivals = new ArrivalBreakpoints({
    session,
    memento: context.workspaceState,
    emitter: new EventEmitter<void>(),
    onHit: (arrival) => {
      pauseAtArrival(arrival, holds).catch((error: unknown) => {
        log.warn(`The program could not be paused: ${String(error)}`);
      });
    },
    log,
  });
  return { consumers, holds, inFlight, arrivals };
}
