import type { UsedServices } from '../../broker/programs/endpointVariables.ts';
import { listAlarms } from '../../broker/protocol/alarms.ts';
import { listFunctions } from '../../broker/protocol/functions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';

/** Which services programs are to find here: those in which there is something to find. Without an answer, none. */
export async function findUsedServices(
  session: Pick<BrokerClient, 'request'>,
  warn: (message: string) => void,
): Promise<UsedServices> {
  try {
    const [{ alarms }, { functions }] = await Promise.all([
      session.request(listAlarms, {}),
      session.request(listFunctions, {}),
    ]);
    return { hasAlarms: alarms.length > 0, hasFunctions: functions.length > 0 };
  } catch (error) {
    warn(`The broker did not list its alarms and functions: ${String(error)}`);
    return { hasAlarms: false, hasFunctions: false };
  }
}
