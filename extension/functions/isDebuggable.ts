import type { FunctionDefinition } from '../../broker/protocol/functionDefinition.ts';

/** Whether a debugger can start its environments: what a shell starts cannot be debugged. */
export function isDebuggable({ command }: FunctionDefinition): boolean {
  return command === undefined;
}
