import * as tls from 'node:tls';

/** Of Node.js 22.19, 24.5 and newer, such as those of editors. */
interface AuthorityFunctions {
  getCACertificates(of: 'default' | 'system'): string[];
  setDefaultCACertificates(certificates: readonly string[]): void;
}

/**
 * Trusts the authorities that the system trusts, as VS Code does for the calls of the editor, beside those of Node.js and of
 * `NODE_EXTRA_CA_CERTS`. Takes some 50 ms. Older versions of Node.js cannot.
 */
export function trustSystemAuthorities(): void {
  const { getCACertificates, setDefaultCACertificates } = tls as Partial<AuthorityFunctions>;
  if (getCACertificates === undefined || setDefaultCACertificates === undefined) return;
  setDefaultCACertificates([...new Set([...getCACertificates('default'), ...getCACertificates('system')])]);
}
