/** What the rows of the Queues tree need beside the connection that they are of. */
export interface TreeSources {
  /** Messages read for one page, 10-100. */
  readPageSize(): number;
}
