import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokerProcess } from '../brokerProcess.ts';
import type { OtherEndpoint } from './otherEndpoint.ts';

/** Of the one user that it has, who may do everything. */
export const OWNER_KEYS = { accessKeyId: 'AKIDOWNER', secretAccessKey: 'secret of the owner' };

const OWNER = {
  name: 'owner',
  ...OWNER_KEYS,
  policies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } }],
};

/** A broker of ours in a process of its own, with policies. */
export interface SecureBroker extends OtherEndpoint {
  /** Of the certificate of its authority, PEM. */
  readonly authorityPath: string;
}

/** @param hasHttps whether it takes calls by HTTPS, and then by nothing else; `authorityPath` is empty if not */
export async function startSecureBroker(hasHttps = true): Promise<SecureBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-second-'));
  const credentials = join(folder, 'credentials.json');
  writeFileSync(credentials, JSON.stringify({ users: [OWNER] }), { mode: 0o600 });
  const secure = hasHttps ? ['--tls-port', '0', '--tls-folder', join(folder, 'tls')] : [];
  const users = ['--auth', 'policies', '--credentials', credentials];
  const broker = new BrokerProcess(['--port', '0', ...secure, ...users]);
  const { endpoint, secureEndpoint = endpoint, authorityPath = '' } = await broker.line();
  return {
    endpoint: secureEndpoint,
    authorityPath,
    close: async () => {
      broker.child.kill('SIGTERM');
      await broker.exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
