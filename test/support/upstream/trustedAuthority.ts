import tls from 'node:tls';

/**
 * Makes this process trust one more authority of certificates, as NODE_EXTRA_CA_CERTS does for one that starts.
 * @param certificate PEM
 * @returns what ends that
 */
export function trustAuthority(certificate: string): () => void {
  const before = tls.createSecureContext;
  tls.createSecureContext = (options) => {
    const secure = before(options);
    (secure.context as { addCACert(pem: string): void }).addCACert(certificate);
    return secure;
  };
  return () => {
    tls.createSecureContext = before;
  };
}
