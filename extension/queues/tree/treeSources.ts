import type { BillStore } from '../../billing/billStore.ts';
import type { BrokerSession } from '../../broker/session.ts';

/** What the rows of the Queues tree need to read their children. */
export interface TreeSources {
  readonly session: BrokerSession;
  readonly bills: Pick<BillStore, 'findByQueue' | 'onDidChange'>;
  /** Messages read for one page, 10-100. */
  readPageSize(): number;
  /** Epoch ms on the broker's clock. */
  readonly readNow: () => number;
  /** Active faults of a queue, as text; empty without any. */
  readonly describeFaults: (queueArn: string) => string;
  /** Whether messages that arrive in the queue pause the debugged program. */
  readonly breaksOnArrival: (queueArn: string) => boolean;
}
