import { clearFindings } from '../../broker/protocol/findings.ts';
import type { BrokerSession } from '../broker/session.ts';

/** Forgets all findings, and what was dismissed. */
export async function clearFindingsCommand({ session }: { readonly session: BrokerSession }): Promise<void> {
  await session.request(clearFindings, {});
}
