import { type FunctionInfo, functionsChanged, listFunctions } from '../../../../broker/protocol/functions.ts';
import type { BrokerClient } from '../../../../extension/broker/brokerClient.ts';

/** Resolves when the broker says this of a function; asks after each change. */
export async function waitForFunction(
  session: BrokerClient,
  name: string,
  holds: (info: FunctionInfo) => boolean,
): Promise<FunctionInfo> {
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      const listener = session.onNotification(functionsChanged, () => {
        listener.dispose();
        resolve();
      });
    });
    const { functions } = await session.request(listFunctions, {});
    const info = functions.find(({ definition }) => definition.name === name);
    if (info !== undefined && holds(info)) return info;
    await changed;
  }
}
