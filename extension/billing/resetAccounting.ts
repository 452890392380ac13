import { resetAccounting } from '../../broker/protocol/accounting.ts';
import type { BrokerSession } from '../broker/session.ts';

/** Begins to count calls anew, as a month does. */
export async function resetAccountingCommand({
  session,
}: {
  readonly session: BrokerSession;
}): Promise<void> {
  await session.request(resetAccounting, {});
}
