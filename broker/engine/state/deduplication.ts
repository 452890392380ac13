import { ExpiringMap } from './expiringMap.ts';
import type { RememberedTotal } from './rememberedIds.ts';
import type { DeduplicationScope } from '../rules/queueSettings.ts';

/** The deduplication key of a send, under the scope that the queue had at the time. */
export function deduplicationKey(
  scope: DeduplicationScope | undefined,
  groupId: string | undefined,
  id: string,
): string {
  // Ids have no space, so that the key of a group and an id cannot be another id.
  return scope === 'messageGroup' ? `${groupId} ${id}` : id;
}

/** The first send under a deduplication id. */
export interface DeduplicationEntry {
  readonly messageNumber: number;
  readonly sequenceNumber: string;
  /** Epoch ms; the window is not extended by duplicates (contract §6.8). */
  readonly firstSentAt: number;
}

/** What an entry takes beside its key, measured: two texts, an object, and its places. */
const ENTRY_BYTES = 350;

/** The deduplication ids that a FIFO queue remembers, for five minutes from each one's first send. */
export class DeduplicationWindow {
  private readonly entries: ExpiringMap<DeduplicationEntry>;

  /** @param total what the ids count in */
  constructor(total: RememberedTotal) {
    this.entries = new ExpiringMap(
      {
        timeOf: ({ firstSentAt }) => firstSentAt,
        bytesOf: (key) => ENTRY_BYTES + key.length,
      },
      total,
    );
  }

  find(key: string, now: number): DeduplicationEntry | undefined {
    return this.entries.get(key, now);
  }

  remember(key: string, entry: DeduplicationEntry): void {
    this.entries.set(key, entry);
  }

  /** Forgets an id if it is still this message's. */
  forget(key: string, messageNumber: number): void {
    if (this.entries.peek(key)?.messageNumber === messageNumber) this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }

  get size(): number {
    return this.entries.size;
  }

  /** Moves every window; for a clock that was set back. */
  shiftTimes(byMs: number): void {
    this.entries.replaceAll((entry) => ({ ...entry, firstSentAt: entry.firstSentAt + byMs }));
  }

  /** Everything remembered, oldest first, for a snapshot. */
  all(): IterableIterator<[string, DeduplicationEntry]> {
    return this.entries.entries();
  }
}
