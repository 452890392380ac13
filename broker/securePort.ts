import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SecurePort } from './brokerPorts.ts';
import type { BrokerConfig } from './config.ts';

/** The port of `--tls-port`; undefined without one. A refusal says why there cannot be one. */
export type OpenedSecurePort =
  | { readonly ok: true; readonly value: SecurePort | undefined }
  | { readonly ok: false; readonly message: string };

/**
 * Makes or finds the certificate of the HTTPS port, and loads what serves it. Certificates go by the clock of the
 * machine, as clients check them by theirs.
 */
export async function openSecurePort({
  tlsPort,
  tlsFolder,
}: Pick<BrokerConfig, 'tlsPort' | 'tlsFolder'>): Promise<OpenedSecurePort> {
  if (tlsPort === undefined) return { ok: true, value: undefined };
  const { ensureServerCertificate } = await import('./tls/localCertificates.ts');
  const { writeTrustBundle } = await import('./tls/trustBundle.ts');
  const { createSecureSqsServer } = await import('./sqs/secureServer.ts');
  const folder = resolve(tlsFolder ?? join(homedir(), '.queueside', 'tls'));
  const result = await ensureServerCertificate(folder, Date.now());
  if (!result.ok) return result;
  const certificate = result.value;
  return {
    ok: true,
    value: {
      authorityPath: certificate.authorityPath,
      bundlePath: writeTrustBundle(folder, certificate.authorityPath),
      createServer: (listener, ports) => createSecureSqsServer(listener, certificate, ports),
    },
  };
}
