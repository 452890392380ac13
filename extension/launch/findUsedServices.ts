import type { UsedServices } from '../../broker/programs/endpointVariables.ts';
import { listAlarms } from '../../broker/protocol/alarms.ts';
import { listFunctions } from '../../broker/protocol/functions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';

/** Which services programs are to find here: those in which there is something to find. Without an answer, they are not. */
export async function findUsedServices(
  session: Pick<BrokerClient, 'request'>,
  warn: (message: string) => void,
): Promise<UsedServices> {
  const isUsed = async (what: string, list: () => Promise<readonly unknown[]>): Promise<boolean> => {
    try {
      return (await list()).length > 0;
    } catch (error) {
      warn(`The broker did not list its ${what}: ${String(error)}`);
      return false;
    }
  };
  const [hasAlarms, hasFunctions] = await Promise.all([
    isUsed('alarms', async () => (await session.request(listAlarms, {})).alarms),
    isUsed('functions', async () => (await session.request(listFunctions, {})).functions),
  ]);
  return { hasAlarms, hasFunctions };
}
