import type { BrokerSession } from '../broker/session.ts';

/** Starts the broker when it is not running. @returns its endpoint, for other extensions that call the command. */
export async function startBroker({ session }: { readonly session: BrokerSession }): Promise<string> {
  return (await session.start()).endpoint;
}
