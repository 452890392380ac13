import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Agent, createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { issueAuthority, issueLeaf } from '../../../broker/tls/certificate.ts';
import { ensureServerCertificate, type ServerCertificate } from '../../../broker/tls/localCertificates.ts';

const DAY_MS = 86_400_000;
const NOW = Date.now();

async function ensure(folder: string, now = NOW): Promise<ServerCertificate> {
  const result = await ensureServerCertificate(folder, now);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

/** Serves what the SDK takes for a GetQueueUrl answer. */
async function serve(key: string, cert: string): Promise<{ server: Server; port: number }> {
  const server = createServer({ key, cert }, (request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
      response.end('{"QueueUrl":"https://localhost/000000000000/orders"}');
    });
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function askBySdk(port: number, host: string, ca: string): Promise<string | undefined> {
  const client = new SQSClient({
    endpoint: `https://${host}:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDALICE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: { httpsAgent: new Agent({ ca }) },
  });
  try {
    return (await client.send(new GetQueueUrlCommand({ QueueName: 'orders' }))).QueueUrl;
  } finally {
    client.destroy();
  }
}

describe('the local certificates', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-tls-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are made once and then stay', async () => {
    const first = await ensure(folder);
    assert.deepEqual(await ensure(folder, NOW + 300 * DAY_MS), first);
    assert.deepEqual(readdirSync(folder).sort(), ['authority.pem', 'ca.pem', 'localhost.pem']);
  });

  it('are one authority for brokers that start at once', async () => {
    const all = await Promise.all([ensure(folder), ensure(folder), ensure(folder)]);
    assert.equal(new Set(all.map(({ authority }) => authority)).size, 1);
  });

  it('cannot be read by other users', async function () {
    if (process.platform === 'win32') this.skip();
    await ensure(join(folder, 'tls'));
    assert.equal(statSync(join(folder, 'tls')).mode & 0o777, 0o700);
    for (const name of readdirSync(join(folder, 'tls'))) {
      assert.equal(statSync(join(folder, 'tls', name)).mode & 0o777, 0o600, name);
    }
  });

  it('name localhost and both loopback addresses, for a year and a month', async () => {
    const { certificate, authority } = await ensure(folder);
    const leaf = new X509Certificate(certificate);
    assert.equal(leaf.subjectAltName, 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    assert.equal(Math.round((Date.parse(leaf.validTo) - NOW) / DAY_MS), 397);
    assert.equal(leaf.ca, false);
    const issuer = new X509Certificate(authority);
    assert.ok(issuer.ca);
    assert.ok(leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey));
  });

  it('get a new leaf of the same authority 30 days before the end', async () => {
    const first = await ensure(folder);
    const later = await ensure(folder, NOW + 368 * DAY_MS);
    assert.notEqual(later.certificate, first.certificate);
    assert.equal(later.authority, first.authority);
    assert.ok(later.renewAt > first.renewAt);
  });

  it('get a new authority when the old one ends', async () => {
    const first = await ensure(folder);
    const later = await ensure(folder, NOW + 3640 * DAY_MS);
    assert.notEqual(later.authority, first.authority);
    const leaf = new X509Certificate(later.certificate);
    assert.ok(leaf.verify(new X509Certificate(later.authority).publicKey));
  });

  it('are refused when others may read the key', async function () {
    if (process.platform === 'win32') this.skip();
    await ensure(folder);
    chmodSync(join(folder, 'authority.pem'), 0o644);
    const result = await ensureServerCertificate(folder, NOW);
    assert.ok(!result.ok);
    assert.match(result.message, /authority\.pem is open to others \(mode 0644\)/);
  });

  it('are never silently replaced when they are damaged', async () => {
    await ensure(folder);
    writeFileSync(join(folder, 'authority.pem'), 'damaged');
    const result = await ensureServerCertificate(folder, NOW);
    assert.ok(!result.ok);
    assert.match(result.message, /damaged; delete it/);
  });

  describe('on an HTTPS server', function () {
    this.timeout(10_000);
    let server: Server;
    let port: number;
    let certificate: ServerCertificate;
    beforeEach(async () => {
      certificate = await ensure(folder);
      ({ server, port } = await serve(certificate.privateKey, certificate.certificate));
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    for (const host of ['localhost', '127.0.0.1']) {
      it(`are trusted by the AWS SDK under ${host}`, async () => {
        assert.equal(
          await askBySdk(port, host, certificate.authority),
          'https://localhost/000000000000/orders',
        );
      });
    }

    it('are trusted by a program that is given NODE_EXTRA_CA_CERTS, and by no other', async () => {
      const script = `fetch('https://localhost:${port}/', { method: 'POST' }).then((r) => process.exit(r.ok ? 0 : 1), (e) => { console.error(e.cause.code); process.exit(2); })`;
      const run = promisify(execFile);
      const trusting = { ...process.env, NODE_EXTRA_CA_CERTS: certificate.authorityPath };
      await run(process.execPath, ['-e', script], { env: trusting });
      const wary = { ...process.env, NODE_EXTRA_CA_CERTS: undefined };
      await assert.rejects(run(process.execPath, ['-e', script], { env: wary }), /UNABLE_TO_/);
    });
  });

  it('of other names are refused, even with the key of the authority', async function () {
    this.timeout(10_000);
    const authority = issueAuthority(NOW);
    const leaf = issueLeaf(authority, NOW, {
      dns: ['sqs.us-east-1.amazonaws.com', 'localhost'],
      ip: ['127.0.0.1'],
    });
    const key = leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const { server, port } = await serve(key, leaf.certificate);
    try {
      await assert.rejects(askBySdk(port, '127.0.0.1', authority.certificate), /permitted subtree violation/);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
