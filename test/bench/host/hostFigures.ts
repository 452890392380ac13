/** What is measured inside the extension host; all times in ms. */
export interface HostFigures {
  /** Reading and running the bundle, by VS Code's own marks. */
  readonly loadMs: number;
  /** What comes after it: the call of `activate` and what it waits for. */
  readonly activateMs: number;
  readonly treeQueues: number;
  /** From the broker's list of so many new queues until the tree has given all rows. */
  readonly treeMs: number;
  /** Taking in a list in which all counts have changed. */
  readonly countsMs: number;
  readonly connectionQueues: number;
  /** From opening a connection, whose service is in memory, until the tree has given the rows of so many queues. */
  readonly connectionMs: number;
}
