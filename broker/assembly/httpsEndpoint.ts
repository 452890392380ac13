import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { HttpsEndpoint } from './brokerParts.ts';
import type { BrokerConfig } from '../process/config.ts';
import { makeSafeFolder } from '../files/safeFolder.ts';

/** The port of `--tls-port`; undefined without one. An error says why there is none. */
export type OpenedSecurePort =
  | {
      readonly ok: true;
      readonly value: HttpsEndpoint | undefined;
      /** What the user should know of it: a sentence. */
      readonly notice?: string;
    }
  | { readonly ok: false; readonly message: string };

/**
 * Makes or finds the certificate of the HTTPS port, and loads what serves it. Certificates use the machine's clock,
 * because clients check them with theirs.
 */
export async function openSecurePort({
  tlsPort,
  tlsFolder,
}: Pick<BrokerConfig, 'tlsPort' | 'tlsFolder'>): Promise<OpenedSecurePort> {
  if (tlsPort === undefined) return { ok: true, value: undefined };
  const { ensureServerCertificate } = await import('../tls/localCertificates.ts');
  const { writeTrustBundle } = await import('../tls/trustBundle.ts');
  const { createSecureSqsServer } = await import('../sqs/http/secureServer.ts');
  const usual = resolve(tlsFolder ?? join(homedir(), '.queueside', 'tls'));
  const first = await ensureServerCertificate(usual, Date.now());
  // A folder that was asked for is the one or none; a home that cannot be written to is no reason to serve no HTTPS.
  const isReplaced = !first.ok && first.isReadOnly && tlsFolder === undefined;
  const folder = isReplaced ? nameTemporaryFolder() : usual;
  const result = isReplaced ? await ensureServerCertificate(folder, Date.now()) : first;
  if (!result.ok) return result;
  const certificate = result.value;
  return {
    ok: true,
    ...(first.ok
      ? {}
      : {
          notice: l10n.t('{0} The certificates are in {1} until that is cleaned up.', first.message, folder),
        }),
    value: {
      authorityPath: certificate.authorityPath,
      bundlePath: writeBundle(folder, certificate.authorityPath, writeTrustBundle),
      createServer: (listener, ports) => createSecureSqsServer(listener, certificate, ports),
    },
  };
}

/** Where certificates can be read but not written, the bundle, which is written at each start, goes elsewhere. */
function writeBundle(
  folder: string,
  authorityPath: string,
  write: (folder: string, authorityPath: string) => string,
): string {
  try {
    return write(folder, authorityPath);
  } catch (error) {
    const temporary = nameTemporaryFolder();
    if (folder === temporary || makeSafeFolder(temporary) !== undefined) throw error;
    return write(temporary, authorityPath);
  }
}

/** The same for all brokers of a user, so that trusting its authority once is enough while it lasts. */
function nameTemporaryFolder(): string {
  return join(tmpdir(), `queueside-tls-${process.getuid?.() ?? 'user'}`);
}
