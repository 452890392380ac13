import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import { readRegularFile } from '../broker/regularFile.ts';

/** Where a program runs that is to trust the local authority. */
export interface TrustSurroundings {
  /** What the program inherits. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** For files that add the local authority to what is inherited; absolute. */
  readonly folder: string;
}

/**
 * The variables that have a program trust the broker's certificate; none where it serves no HTTPS. Where the program would
 * inherit such a variable, as behind the proxy of a company, it trusts the file that it names too: to replace it would cut
 * the program off from everyone else, and to leave it would cut it off from the broker.
 */
export async function prepareTrust(
  { authorityPath, bundlePath }: Pick<BrokerInfo, 'authorityPath' | 'bundlePath'>,
  { inherited, folder }: TrustSurroundings,
): Promise<Record<string, string>> {
  if (authorityPath === undefined || bundlePath === undefined) return {};
  const variables: Record<string, string> = {
    // Node adds the file to what it trusts; the other two replace that, so theirs has the public authorities in it.
    NODE_EXTRA_CA_CERTS: authorityPath,
    AWS_CA_BUNDLE: bundlePath,
    SSL_CERT_FILE: bundlePath,
  };
  for (const name of Object.keys(variables)) {
    const path = inherited[name];
    // A file that does not exist is not trusted.
    const trusted = path ? await readRegularFile(path).catch(() => '') : '';
    if (trusted === '') continue;
    const authority = await readRegularFile(authorityPath);
    variables[name] = await writeWhole(folder, `${name}.pem`, `${trusted.trimEnd()}\n${authority}`);
  }
  return variables;
}

/** A program that starts meanwhile must not read half a file. @returns its path */
async function writeWhole(folder: string, name: string, text: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  await rename(draft, path);
  return path;
}
