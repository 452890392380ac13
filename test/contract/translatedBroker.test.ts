import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingsChanged, listFindings } from '../../broker/protocol/findings.ts';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { callSqs } from '../support/callSqs.ts';
import { openClient } from '../support/controlClient.ts';

const GERMAN = join('extension', 'l10n', 'bundle.l10n.de.json');
/** So many empty receives in a row are a finding. */
const SHORT_POLLS = 12;
const ENGLISH = /^Short polling in a loop: about \$\d+\.\d\d$/;

describe('a broker that gets the texts of a language', () => {
  let folder: string;
  let broker: BrokerProcess;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-texts-'));
  });

  afterEach(async () => {
    broker.child.kill('SIGTERM');
    await broker.exit;
    rmSync(folder, { recursive: true });
  });

  /** Polls in a loop, with a broker that is started so. @returns the title of the finding, and what it would cost */
  async function findShortPolling(texts: readonly string[]): Promise<string> {
    const tokenFile = join(folder, 'token');
    broker = new BrokerProcess(['--port', '0', '--token-file', tokenFile, ...texts]);
    const { endpoint, control } = await broker.line();
    const client = await openClient(control, readFileSync(tokenFile, 'utf8').trim());
    const isFound = client.waitFor(findingsChanged, ({ findings }) => findings.length > 0);
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'q' });
    for (let polls = 0; polls < SHORT_POLLS; polls++) await callSqs(endpoint, 'ReceiveMessage', { QueueUrl });
    await isFound;
    const { findings } = await client.request(listFindings, {});
    await client.close();
    return `${findings[0]?.title}: ${findings[0]?.explanation.match(/(?:etwa|about) \$?[\d.,]*\d(?:\s\$)?/)?.[0]}`;
  }

  it('writes its findings in that language', async () => {
    assert.match(
      await findShortPolling(['--texts', GERMAN, '--language', 'de']),
      /^Kurze Abfragen in einer Schleife: etwa \d+,\d\d\s\$$/,
    );
  });

  it('writes them in English if it gets none', async () => {
    assert.match(await findShortPolling([]), ENGLISH);
  });

  it('writes them in English, and logs why, if it cannot read the file', async () => {
    assert.match(
      await findShortPolling(['--texts', join(folder, 'missing.json'), '--language', 'de']),
      ENGLISH,
    );
    await broker.says(/texts stay English: .*ENOENT/);
  });

  it('leaves the errors of the service in English', async () => {
    await findShortPolling(['--texts', GERMAN]);
    const { endpoint } = await broker.line();
    const QueueUrl = `${endpoint}/000000000000/missing`;
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ReceiveMessage' },
      body: JSON.stringify({ QueueUrl }),
    });
    assert.match(await response.text(), /The specified queue does not exist/);
  });
});
