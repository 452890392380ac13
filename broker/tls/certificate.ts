import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import { AUTHORITY_DAYS, HEAD_START_MS, LEAF_DAYS } from './certificateLifetime.ts';

/** A certificate with the key that it is about. */
export interface IssuedCertificate {
  /** PEM. */
  readonly certificate: string;
  readonly privateKey: KeyObject;
}

/** What a server is reached by. */
export interface ServerNames {
  readonly dns: readonly string[];
  readonly ip: readonly string[];
}

/** This machine, by its loopback names. */
const LOCAL_NAMES: ServerNames = { dns: ['localhost'], ip: ['127.0.0.1', '::1'] };

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const DAY_MS = 86_400_000;

/**
 * Makes a certificate authority that can vouch for nothing but this machine: its name constraints hold for `localhost`
 * and loopback addresses, so that a stolen key opens no other door.
 * @param now epoch ms
 */
export function issueAuthority(now: number): IssuedCertificate {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = nameOf(`Queueside local authority ${randomBytes(3).toString('hex')}`);
  const certificate = issue({
    subject: name,
    issuer: name,
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    now,
    days: AUTHORITY_DAYS,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), true),
      extension(
        id_ce_nameConstraints,
        new NameConstraints({ permittedSubtrees: new GeneralSubtrees(permittedNames()) }),
        true,
      ),
    ],
  });
  return { certificate, privateKey: keys.privateKey };
}

/**
 * Makes a server's certificate.
 * @param now epoch ms
 * @param names clients accept no others than the authority's constraints allow
 */
export function issueLeaf(
  authority: IssuedCertificate,
  now: number,
  names: ServerNames = LOCAL_NAMES,
): IssuedCertificate {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const alternatives = [
    ...names.dns.map((dNSName) => new GeneralName({ dNSName })),
    ...names.ip.map((iPAddress) => new GeneralName({ iPAddress })),
  ];
  const certificate = issue({
    subject: nameOf(names.dns[0] ?? 'localhost'),
    issuer: AsnConvert.parse(derOf(authority.certificate), Certificate).tbsCertificate.subject,
    publicKey: keys.publicKey,
    signingKey: authority.privateKey,
    now,
    days: LEAF_DAYS,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
      extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
      extension(id_ce_subjectAltName, new SubjectAlternativeName(alternatives)),
    ],
  });
  return { certificate, privateKey: keys.privateKey };
}

function issue(request: {
  readonly subject: Name;
  readonly issuer: Name;
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly now: number;
  readonly days: number;
  readonly extensions: readonly Extension[];
}): string {
  const { subject, issuer, publicKey, signingKey, now, days } = request;
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const authorityKeyId = new KeyIdentifier(keyIdOf(createPublicKey(signingKey)));
  const content = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: algorithm,
    issuer,
    subject,
    validity: new Validity({
      notBefore: new Date(now - HEAD_START_MS),
      notAfter: new Date(now + days * DAY_MS),
    }),
    subjectPublicKeyInfo: AsnConvert.parse(exportPublicKey(publicKey), SubjectPublicKeyInfo),
    extensions: new Extensions([
      ...request.extensions,
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdOf(publicKey))),
      extension(id_ce_authorityKeyIdentifier, new AuthorityKeyIdentifier({ keyIdentifier: authorityKeyId })),
    ]),
  });
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(content)), signingKey);
  const certificate = new Certificate({
    tbsCertificate: content,
    signatureAlgorithm: algorithm,
    signatureValue: copyToArrayBuffer(signature),
  });
  return pemOf(Buffer.from(AsnConvert.serialize(certificate)));
}

function extension(extnID: string, value: object, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function permittedNames(): GeneralSubtree[] {
  return [
    new GeneralName({ dNSName: 'localhost' }),
    new GeneralName({ iPAddress: '127.0.0.0/8' }),
    new GeneralName({ iPAddress: '::1/128' }),
  ].map((base) => new GeneralSubtree({ base }));
}

function nameOf(commonName: string): Name {
  return new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: COMMON_NAME, value: new AttributeValue({ utf8String: commonName }) }),
    ]),
  ]);
}

/** 20 bytes that no other certificate has, as a positive number. */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(20);
  bytes[0] = ((bytes[0] as number) & 0x7f) | 0x40;
  return copyToArrayBuffer(bytes);
}

function keyIdOf(publicKey: KeyObject): ArrayBuffer {
  return copyToArrayBuffer(createHash('sha256').update(exportPublicKey(publicKey)).digest().subarray(0, 20));
}

function exportPublicKey(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}

function copyToArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64');
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
