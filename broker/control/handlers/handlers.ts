import type { ControlServices } from '../services.ts';
import { createAccountingHandlers } from './accounting.ts';
import { createBrokerHandlers } from './broker.ts';
import { createClockHandlers } from './clock.ts';
import { createDefinitionsHandlers } from './definitions.ts';
import { createFaultHandlers } from './faults.ts';
import { createFindingHandlers } from './findings.ts';
import { createIdempotenceHandlers } from './idempotence.ts';
import { createMessageEditHandlers } from './messageEdit.ts';
import { createEncryptionHandlers } from './encryption.ts';
import { createKmsHandlers } from './kms.ts';
import { createMessageHandlers } from './message.ts';
import { createQueueHandlers } from './queue.ts';
import { createReplayHandlers } from './replay.ts';
import { createTelemetryHandlers } from './telemetry.ts';
import { createStorageHandlers } from './storage.ts';
import { createTraceHandlers } from './trace.ts';
import type { Handlers } from './handler.ts';

/** The handlers of all methods. */
export function createHandlers(services: ControlServices): Handlers {
  return {
    ...createBrokerHandlers(services),
    ...createQueueHandlers(services),
    ...createMessageHandlers(services),
    ...createMessageEditHandlers(services),
    ...createTraceHandlers(services),
    ...createClockHandlers(services),
    ...createAccountingHandlers(services),
    ...createDefinitionsHandlers(services),
    ...createFaultHandlers(services),
    ...createFindingHandlers(services),
    ...createReplayHandlers(services),
    ...createIdempotenceHandlers(services),
    ...createTelemetryHandlers(services),
    ...createEncryptionHandlers(services),
    ...createKmsHandlers(services),
    ...createStorageHandlers(services),
  };
}
