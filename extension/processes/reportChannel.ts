import type { OrderChannel } from '../../broker/programs/orderChannel.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';

/**
 * What reports of processes are sent by. They are no reason to start a broker: with the connection, it knows what became of the
 * processes.
 */
export function createReportChannel(session: BrokerClient): OrderChannel {
  return {
    request: (method, params) =>
      session.state.kind === 'running'
        ? session.request(method, params)
        : Promise.reject(new Error('The broker is not connected.')),
  };
}
