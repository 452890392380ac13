import { listAlarms } from '../../broker/protocol/alarms.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';

/** Whether programs are to find CloudWatch here: only if there is something to find. Without an answer, they are not. */
export async function hasAlarms(
  session: Pick<BrokerClient, 'request'>,
  warn: (message: string) => void,
): Promise<boolean> {
  try {
    return (await session.request(listAlarms, {})).alarms.length > 0;
  } catch (error) {
    warn(`The broker did not list its alarms: ${String(error)}`);
    return false;
  }
}
