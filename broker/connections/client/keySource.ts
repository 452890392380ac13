import type { ConnectionDefinition } from '../definition.ts';
import type { Place } from '../place.ts';
import { createClient } from './createClient.ts';
import type { CredentialsContext, Keys } from './credentials.ts';
import { explainFailure, type Failure } from './failures.ts';

/** The keys of a connection, which stay in the memory of this process. */
export interface KeySource {
  /** Asks for them again before they expire. Rejects if there are none. */
  read(): Promise<SourceKeys>;
  /** Why there are no keys or a request got no response, and what to do: one line. */
  explain(error: unknown, action: string): Failure;
  close(): void;
}

export interface SourceKeys extends Keys {
  /** Temporary keys have it. */
  readonly sessionToken?: string | undefined;
}

/** What signs with them decides before what may be called: they have no level and ask no user. */
export function createKeySource(
  definition: ConnectionDefinition,
  place: Place,
  context: CredentialsContext,
): KeySource {
  // Only for its keys: no call goes through it.
  const client = createClient(definition, place, context);
  return {
    read: () => client.config.credentials(),
    explain: (error, action) => explainFailure(error, action, { definition, place }),
    close: () => client.destroy(),
  };
}
