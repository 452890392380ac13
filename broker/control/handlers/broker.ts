import { succeed } from '../../engine/base/result.ts';
import { formatProcessConsumer } from '../../trace/consumerId.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

/** How long the answer to a stop has to leave before the broker closes its connections, ms. */
const FAREWELL_MS = 20;

export function createBrokerHandlers({
  info,
  schedule,
  stop,
}: Pick<ControlServices, 'info' | 'schedule' | 'stop'>): HandlersOf<'getBroker' | 'stopBroker'> {
  return {
    getBroker: () => succeed(info()),
    stopBroker: () => {
      schedule(FAREWELL_MS, stop);
      return succeed(null);
    },
  };
}

/** The programs that call. */
export function createConsumerHandlers({
  consumers,
  admitSession,
  seesProcesses,
}: Pick<ControlServices, 'consumers' | 'admitSession' | 'seesProcesses'>): HandlersOf<
  'registerConsumer' | 'attachConsumer'
> {
  return {
    registerConsumer: ({ accessKeyId, name, processId, secretAccessKey, user = '' }) => {
      const admitted =
        secretAccessKey === undefined
          ? succeed(undefined)
          : admitSession({ accessKeyId, secretAccessKey, user });
      return admitted.ok
        ? succeed({ consumerId: consumers.register(accessKeyId, name, processId) })
        : admitted;
    },
    attachConsumer: ({ processId }) =>
      succeed({ consumerId: formatProcessConsumer(processId), seesProcesses }),
  };
}
