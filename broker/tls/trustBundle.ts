import { randomUUID } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { readRegularFile } from '../files/regularFile.ts';

const FILE_NAME = 'bundle.pem';

/**
 * Writes the public authorities that Node trusts, and the local one, into one file: `AWS_CA_BUNDLE` and `SSL_CERT_FILE`
 * replace what a program trusts, and with the local authority alone it could no longer call other services. Returns the
 * path. Throws Node's errors.
 */
export function writeTrustBundle(folder: string, authorityPath: string): string {
  const path = join(folder, FILE_NAME);
  const draft = `${path}.${randomUUID()}`;
  const text = [readRegularFile(authorityPath).toString().trim(), ...rootCertificates, ''].join('\n');
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
  return path;
}
