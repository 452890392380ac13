import { EventEmitter, type LogOutputChannel } from 'vscode';
import type { StorageState } from '../broker/protocol/storage.ts';
import { AlarmStore } from './alarms/alarmStore.ts';
import { BillStore } from './billing/billStore.ts';
import type { SupervisedClient } from './broker/supervisedClient.ts';
import { TelemetryConfiguration } from './broker/telemetry.ts';
import { BrokerClock } from './clock/brokerClock.ts';
import type { QueuesDifference } from './connections/connection.ts';
import { FaultStore } from './faults/faultStore.ts';
import { FindingStore } from './findings/findingStore.ts';
import { QueueStore } from './queues/queueStore.ts';
import type { SettingsReader } from './settings/allSettings.ts';
import { StorageStore } from './storage/storageStore.ts';

export type BrokerStores = ReturnType<typeof createBrokerStores>;

/** What the extension knows of the broker's state. */
export function createBrokerStores(
  session: SupervisedClient,
  settings: SettingsReader,
  log: LogOutputChannel,
) {
  return {
    queues: new QueueStore(session, new EventEmitter<QueuesDifference>()),
    bills: new BillStore(session, new EventEmitter<void>(), () => settings.read('bill.prices')),
    storage: new StorageStore(session, new EventEmitter<StorageState | undefined>()),
    clock: new BrokerClock(session, new EventEmitter()),
    faults: new FaultStore(session, new EventEmitter<void>()),
    alarms: new AlarmStore(session, new EventEmitter<void>()),
    findings: new FindingStore(session, new EventEmitter<void>(), () => settings.read('findings') !== 'off'),
    telemetry: new TelemetryConfiguration({
      session,
      readEndpoint: () => settings.read('telemetry.endpoint'),
      log,
    }),
  };
}
