import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand, SendMessageCommand, SQSClient, SQSServiceException } from '@aws-sdk/client-sqs';
import { WebSocket } from 'ws';
import { openAuthority } from '../../broker/assembly/authority.ts';
import { Broker } from '../../broker/assembly/broker.ts';
import { ControllableClock } from '../../broker/time/clock.ts';
import { readCommand } from '../../broker/process/config.ts';
import { KEEP_ALIVE } from '../../broker/control/channel/keepAlive.ts';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import { systemSchedule } from '../../broker/time/schedule.ts';
import { openSecurePort } from '../../broker/assembly/httpsEndpoint.ts';

const USER = { name: 'alice', accessKeyId: 'AKIDALICE', secretAccessKey: 'secret' };

describe('A broker with a port for HTTPS', function () {
  this.timeout(10_000);
  let folder: string;
  let broker: Broker;
  let info: BrokerInfo;
  let authority: string;
  const clients: SQSClient[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-secure-'));
    const credentials = join(folder, 'credentials.json');
    writeFileSync(credentials, JSON.stringify({ users: [USER] }), { mode: 0o600 });
    const tls = ['--tls-port', '0', '--tls-folder', join(folder, 'tls')];
    const command = readCommand(
      ['--port', '0', ...tls, '--auth', 'signatures', '--credentials', credentials],
      {},
    );
    assert.ok(command.kind === 'serve');
    const { config } = command;
    const clock = new ControllableClock();
    const opened = await openAuthority(config, () => clock.now());
    const secure = await openSecurePort(config);
    if (!opened.ok) throw new Error(opened.message);
    if (!secure.ok) throw new Error(secure.message);
    broker = new Broker(config, {
      clock,
      schedule: systemSchedule,
      keepAlive: KEEP_ALIVE,
      token: 'token',
      authority: opened.value,
      secure: secure.value,
      log: () => undefined,
      onStopRequested: () => undefined,
    });
    info = await broker.listen();
    assert.ok(info.authorityPath);
    authority = readFileSync(info.authorityPath, 'utf8');
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await broker.close();
    rmSync(folder, { recursive: true });
  });

  function client(endpoint: string): SQSClient {
    const made = new SQSClient({
      endpoint,
      region: 'us-east-1',
      // A copy: the SDK writes into it.
      credentials: { ...USER },
      maxAttempts: 1,
      requestHandler: { httpsAgent: new Agent({ ca: authority }) },
    });
    clients.push(made);
    return made;
  }

  it('gives queue URLs of HTTPS there, and takes sends', async () => {
    const secure = client(info.secureEndpoint as string);
    const { QueueUrl } = await secure.send(new CreateQueueCommand({ QueueName: 'orders' }));
    assert.equal(QueueUrl, `${info.secureEndpoint}/000000000000/orders`);
    const sent = await secure.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    assert.ok(sent.MessageId);
  });

  it('refuses plain HTTP to an encrypted queue, and takes it for a plain one', async () => {
    const plain = client(info.endpoint);
    const sealed = await plain.send(new CreateQueueCommand({ QueueName: 'sealed' }));
    await assert.rejects(
      plain.send(new SendMessageCommand({ QueueUrl: sealed.QueueUrl, MessageBody: 'x' })),
      (error) => error instanceof SQSServiceException && error.name === 'InvalidSecurity',
    );
    const open = await plain.send(
      new CreateQueueCommand({ QueueName: 'open', Attributes: { SqsManagedSseEnabled: 'false' } }),
    );
    await plain.send(new SendMessageCommand({ QueueUrl: open.QueueUrl, MessageBody: 'x' }));
  });

  it('takes the control channel over TLS too', async () => {
    const secure = (info.secureEndpoint as string).replace('https', 'wss');
    const url = info.control.replace(/^ws:\/\/[^/]+/, secure);
    const socket = new WebSocket(url, {
      ca: authority,
      perMessageDeflate: false,
      headers: { Authorization: 'Bearer token' },
    });
    await new Promise<void>((opened, failed) => {
      socket.once('open', opened);
      socket.once('error', failed);
    });
    socket.terminate();
  });
});

describe('A broker whose options cannot be met', () => {
  it('says that authorisation needs users', async () => {
    const opened = await openAuthority(
      { auth: 'policies', credentials: undefined, account: '000000000000', tlsPort: undefined },
      () => 0,
    );
    assert.deepEqual(opened, {
      ok: false,
      message: '--auth policies needs --credentials FILE with the users that may call.',
    });
  });

  it('says that the folder of the certificates is not a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-secure-'));
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const opened = await openSecurePort({ tlsPort: 0, tlsFolder: join(file, 'tls') });
    rmSync(folder, { recursive: true });
    assert.deepEqual(opened, {
      ok: false,
      isReadOnly: false,
      message: `The folder of the certificates ${join(file, 'tls')} cannot be used: ENOTDIR.`,
    });
  });
});
