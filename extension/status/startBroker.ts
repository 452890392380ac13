import type { Services } from '../services.ts';

/** Starts the broker when it is not running. @returns its endpoint, for other extensions that call the command. */
export async function startBroker({ session }: Services): Promise<string> {
  return (await session.start()).endpoint;
}
