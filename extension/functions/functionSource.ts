import type { Event } from 'vscode';
import type { FunctionInfo, FunctionsResult } from '../../broker/protocol/functions.ts';

/** Where functions come from. Whatever declares them, the broker has them all in one list. */
export interface FunctionSource {
  readonly onDidChange: Event<void>;
  /** In the order in which they were declared; none while the broker does not run. */
  readonly functions: readonly FunctionInfo[];
  find(name: string): FunctionInfo | undefined;
  /** Asks for the functions; starts the broker if it does not run. */
  refresh(): Promise<void>;
  /** What the broker answers to a change. */
  take(result: FunctionsResult): void;
}
