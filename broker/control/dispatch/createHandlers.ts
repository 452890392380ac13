import type { ControlServices } from '../services.ts';
import { createAlarmHandlers } from '../handlers/alarms.ts';
import { createBillingHandlers } from '../handlers/billing.ts';
import { createBrokerHandlers, createConsumerHandlers } from '../handlers/broker.ts';
import { createClockHandlers } from '../handlers/clock.ts';
import { createDefinitionsHandlers } from '../handlers/definitions.ts';
import { createFaultHandlers } from '../handlers/faults.ts';
import { createFindingHandlers } from '../handlers/findings.ts';
import { createForecastHandlers } from '../handlers/forecast.ts';
import { createFunctionHandlers, createFunctionRunnerHandlers } from '../handlers/functions.ts';
import { createIdempotenceHandlers } from '../handlers/idempotence.ts';
import { createMessageEditHandlers } from '../handlers/messageEdit.ts';
import { createMessageUndoHandlers } from '../handlers/messageUndo.ts';
import { createEncryptionHandlers } from '../handlers/encryption.ts';
import { createKmsHandlers } from '../handlers/kms.ts';
import { createMessageHandlers } from '../handlers/message.ts';
import { createBatchHandlers } from '../handlers/messages.ts';
import { createMetricHandlers } from '../handlers/metrics.ts';
import { createPoolHandlers, createPoolRunnerHandlers } from '../handlers/pools.ts';
import { createQueueHandlers } from '../handlers/queue.ts';
import { createQueueChangeHandlers } from '../handlers/queueChange.ts';
import { createReplayHandlers } from '../handlers/replay.ts';
import { createTelemetryHandlers } from '../handlers/telemetry.ts';
import { createStorageHandlers } from '../handlers/storage.ts';
import { createTraceHandlers } from '../handlers/trace.ts';
import type { Handlers } from '../handlers/handler.ts';

/** The handlers of all methods. */
export function createHandlers(services: ControlServices): Handlers {
  return {
    ...createBrokerHandlers(services),
    ...createConsumerHandlers(services),
    ...createQueueHandlers(services),
    ...createQueueChangeHandlers(services),
    ...createMessageHandlers(services),
    ...createBatchHandlers(services),
    ...createMessageEditHandlers(services),
    ...createMessageUndoHandlers(services),
    ...createTraceHandlers(services),
    ...createClockHandlers(services),
    ...createBillingHandlers(services),
    ...createDefinitionsHandlers(services),
    ...createFaultHandlers(services),
    ...createFindingHandlers(services),
    ...createForecastHandlers(services),
    ...createReplayHandlers(services),
    ...createIdempotenceHandlers(services),
    ...createTelemetryHandlers(services),
    ...createEncryptionHandlers(services),
    ...createKmsHandlers(services),
    ...createStorageHandlers(services),
    ...createAlarmHandlers(services),
    ...createMetricHandlers(services),
    ...createPoolHandlers(services),
    ...createPoolRunnerHandlers(services),
    ...createFunctionHandlers(services),
    ...createFunctionRunnerHandlers(services),
  };
}
