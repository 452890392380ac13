import type { Connection } from '../../connections/connection.ts';
import { readTime } from '../../connections/readTime.ts';
import type { Told } from '../../ground/tellChange.ts';

/** An import of messages, for as long as it can be taken back. */
export interface RecentImport {
  readonly connection: Connection;
  readonly queueArn: string;
  /** Epoch ms on the clock of the connection. */
  readonly at: number;
  /** How many it sent. */
  readonly messages: number;
  /** Deletes them again, as far as they still wait. */
  readonly undo: () => Promise<Told>;
}

/** As long as the broker remembers other edits. */
const REMEMBERED_MS = 600_000;
/** Each has an ID that is kept. */
const MAXIMUM_MESSAGES = 100_000;

/** The imports of this window that can be taken back; the oldest are forgotten first. */
export class RecentImports {
  /** The oldest first. */
  #imports: readonly RecentImport[] = [];

  add(one: RecentImport): void {
    const all = [...this.list(), one];
    let rest = all.reduce((sum, { messages }) => sum + messages, 0);
    const first = all.findIndex(({ messages }) => {
      if (rest <= MAXIMUM_MESSAGES) return true;
      rest -= messages;
      return false;
    });
    this.#imports = first < 0 ? [] : all.slice(first);
  }

  list(): readonly RecentImport[] {
    this.#imports = this.#imports.filter(({ connection, at }) => readTime(connection) - at < REMEMBERED_MS);
    return this.#imports;
  }

  remove(one: RecentImport): void {
    this.#imports = this.#imports.filter((each) => each !== one);
  }
}
