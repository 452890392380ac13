import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import type { Services } from '../services.ts';
import { readUsers, type UserKeys } from './credentialsFile.ts';

/** Whom programs sign as that are not launched by the debugger; undefined where any credentials are good. */
export async function findUserKeys(
  { paths, settings }: Pick<Services, 'paths' | 'settings'>,
  { auth }: Pick<BrokerInfo, 'auth'>,
): Promise<UserKeys | undefined> {
  if (auth === 'off') return undefined;
  const users = await readUsers(paths.credentials);
  const wanted = settings.read('debug.user');
  return wanted === '' ? users[0] : users.find(({ name }) => name === wanted);
}
