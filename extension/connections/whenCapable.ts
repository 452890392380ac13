import { all } from '../ground/whenClauses.ts';
import { type Capability, wordOfCapability } from './capabilities.ts';

/** Whether the connection of the row can do all of this. */
export function can(...capabilities: readonly Capability[]): string {
  return all(
    ...capabilities.map((capability) => String.raw`viewItem =~ /;${wordOfCapability(capability)}\b/`),
  );
}
