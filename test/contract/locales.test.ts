import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { openClient } from '../support/controlClient.ts';
import { SqsProgram } from '../support/sqsProgram.ts';

const TEXT = 'grüße 你好 😀';

describe('A broker in another locale', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-locale-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const locales: readonly NodeJS.ProcessEnv[] = [
    {},
    { LANG: 'C' },
    { LC_ALL: 'POSIX' },
    { LANG: 'de_DE.ISO-8859-1', LC_ALL: 'de_DE.ISO-8859-1' },
  ];
  const folders: readonly [what: string, name: string][] = [
    ['spaces', 'a folder  with spaces '],
    ['letters of other scripts', 'grüße 你好 😀'],
    ['quotes and signs of shells', `it's "quoted" $HOME & more; #1 %20`],
    ['a long path', join(...Array.from({ length: 10 }, () => 'x'.repeat(100)))],
  ];

  for (const environment of locales) {
    for (const [what, name] of folders) {
      it(`keeps its files in a folder with ${what}, with ${JSON.stringify(environment)}`, async () => {
        const place = join(folder, name);
        mkdirSync(place, { recursive: true });
        const config = join(place, 'queueside.json');
        const tokenFile = join(place, 'token');
        writeFileSync(config, JSON.stringify({ queues: { q: { messages: [{ body: TEXT }] } } }));
        const args = [
          '--port',
          '0',
          '--config',
          config,
          '--data',
          join(place, 'data'),
          '--token-file',
          tokenFile,
        ];
        for (const receives of [1, 2]) {
          const broker = new BrokerProcess(args, environment);
          const { endpoint, control } = await broker.line();
          await (await openClient(control, readFileSync(tokenFile, 'utf8').trim())).close();
          const sqs = new SqsProgram(endpoint);
          const { Messages } = await sqs.call('ReceiveMessage', {
            QueueUrl: 'q',
            VisibilityTimeout: 0,
            MessageSystemAttributeNames: ['All'],
          });
          assert.equal(Messages[0].Body, TEXT);
          assert.equal(Messages[0].Attributes.ApproximateReceiveCount, String(receives), 'it was kept');
          broker.child.kill('SIGTERM');
          assert.equal((await broker.exit).code, 0);
        }
      });
    }
  }
});
