import type { ArrangementStore } from './arrangementStore.ts';

/** What the rows of the Queues tree need beside the connection that they are of. */
export interface TreeSources {
  /** Messages read for one page, 10-100. */
  readPageSize(): number;
  /** Whether queues have a row with what their calls would cost. */
  showsCost(): boolean;
  readonly arrangement: Pick<
    ArrangementStore,
    'current' | 'isPinned' | 'isRevealed' | 'reveal' | 'change' | 'onDidChange'
  >;
}
