import { createPrivateKey, type KeyObject, randomUUID, X509Certificate } from 'node:crypto';
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { readPrivateFile } from '../files/privateFile.ts';
import { readRegularFile } from '../files/regularFile.ts';
import { makeSafeFolder } from '../files/safeFolder.ts';
import type { IssuedCertificate } from './certificate.ts';
import { RENEWAL_MS } from './certificateLifetime.ts';

/** The certificate of an HTTPS server on loopback, and the certificates that its clients must trust. */
export interface ServerCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly privateKey: string;
  /** The file that clients trust: `NODE_EXTRA_CA_CERTS`, `AWS_CA_BUNDLE`, `SSL_CERT_FILE`. */
  readonly authorityPath: string;
  /** PEM, the content of that file. */
  readonly authority: string;
  /** Epoch ms; a broker that runs that long asks again. */
  readonly renewAt: number;
}

export type CertificateResult =
  | { readonly ok: true; readonly value: ServerCertificate }
  | {
      readonly ok: false;
      readonly message: string;
      /** The folder cannot be written to, by this user or at all. */
      readonly isReadOnly: boolean;
    };

/** Certificate and key in one file each, so that no crash and no second broker can part them. */
const AUTHORITY_FILE = 'authority.pem';
const LEAF_FILE = 'localhost.pem';
/** The authority without its key. */
const TRUST_FILE = 'ca.pem';
const PRIVATE = 0o600;
const READ_ONLY = new Set(['EACCES', 'EPERM', 'EROFS']);

interface StoredCertificate extends IssuedCertificate {
  readonly x509: X509Certificate;
}

/**
 * Gives the certificate of a server on this machine, and makes or renews what is missing or ends within 30 days. All
 * brokers of a user share one folder and so one authority: trusting it once is enough.
 * @param folder made with mode 0700; files have mode 0600
 * @param now epoch ms
 */
export async function ensureServerCertificate(folder: string, now: number): Promise<CertificateResult> {
  try {
    const fault = makeSafeFolder(folder);
    if (fault !== undefined) return refuse(l10n.t('The folder of the certificates {0} {1}.', folder, fault));
    return await ensureFiles(folder, now);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return refuse(
      l10n.t('The folder of the certificates {0} cannot be used: {1}.', folder, code),
      READ_ONLY.has(code),
    );
  }
}

function refuse(message: string, isReadOnly = false): CertificateResult {
  return { ok: false, message, isReadOnly };
}

async function ensureFiles(folder: string, now: number): Promise<CertificateResult> {
  const authority = await ensureAuthority(folder, now);
  if (typeof authority === 'string') return refuse(authority);
  const leaf = await ensureLeaf(folder, authority, now);
  if (typeof leaf === 'string') return refuse(leaf);
  return {
    ok: true,
    value: {
      certificate: leaf.certificate,
      privateKey: exportKey(leaf.privateKey),
      authorityPath: join(folder, TRUST_FILE),
      authority: authority.certificate,
      renewAt: Date.parse(leaf.x509.validTo) - RENEWAL_MS,
    },
  };
}

/** The authority of the folder; or a text with the reason why there is none. */
async function ensureAuthority(folder: string, now: number): Promise<StoredCertificate | string> {
  const path = join(folder, AUTHORITY_FILE);
  let stored = readStored(path);
  if (typeof stored === 'string') return stored;
  if (stored === undefined || !isFresh(stored.x509, now)) {
    const { issueAuthority } = await import('./certificate.ts');
    if (stored !== undefined) rmSync(path, { force: true });
    writeOnce(path, combine(issueAuthority(now)));
    // Another broker may have been quicker: the existing one is shared by all brokers.
    stored = readStored(path);
    if (stored === undefined) return l10n.t('The certificate authority {0} could not be written.', path);
    if (typeof stored === 'string') return stored;
  }
  const trustPath = join(folder, TRUST_FILE);
  if (readText(trustPath) !== stored.certificate) replaceFile(trustPath, stored.certificate);
  return stored;
}

async function ensureLeaf(
  folder: string,
  authority: StoredCertificate,
  now: number,
): Promise<StoredCertificate | string> {
  const path = join(folder, LEAF_FILE);
  const stored = readStored(path);
  if (typeof stored === 'string') return stored;
  if (stored !== undefined && isFresh(stored.x509, now) && stored.x509.verify(authority.x509.publicKey)) {
    return stored;
  }
  const { issueLeaf } = await import('./certificate.ts');
  const leaf = issueLeaf(authority, now);
  replaceFile(path, combine(leaf));
  return { ...leaf, x509: new X509Certificate(leaf.certificate) };
}

function isFresh(x509: X509Certificate, now: number): boolean {
  return now >= Date.parse(x509.validFrom) && now < Date.parse(x509.validTo) - RENEWAL_MS;
}

/** Undefined when there is no such file; a text when there is one that cannot be used. */
function readStored(path: string): StoredCertificate | string | undefined {
  const file = readPrivateFile(path);
  if (!file.ok)
    return file.isMissing ? undefined : l10n.t('The certificate file {0} {1}.', path, file.message);
  const [certificate] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/.exec(file.text) ?? [];
  const [key] = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/.exec(file.text) ?? [];
  const damaged = l10n.t(
    'The certificate file {0} is damaged; delete it, and the broker creates a new one.',
    path,
  );
  if (certificate === undefined || key === undefined) return damaged;
  try {
    const x509 = new X509Certificate(certificate);
    const privateKey = createPrivateKey(key);
    return x509.checkPrivateKey(privateKey) ? { certificate, privateKey, x509 } : damaged;
  } catch {
    return damaged;
  }
}

function readText(path: string): string | undefined {
  try {
    return readRegularFile(path).toString();
  } catch {
    return undefined;
  }
}

function combine({ certificate, privateKey }: IssuedCertificate): string {
  return `${certificate}${exportKey(privateKey)}`;
}

function exportKey(privateKey: KeyObject): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** Puts a whole file in the place of another, or of none. */
function replaceFile(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, text, { mode: PRIVATE });
  renameSync(draft, path);
}

/** Puts a whole file where none is; the first of several brokers wins. */
function writeOnce(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, text, { mode: PRIVATE });
  try {
    linkSync(draft, path);
  } catch (error) {
    // Some file systems have no links; there the last broker wins instead.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}
