import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, type Diagnostic, DiagnosticSeverity, languages, Uri, window, workspace } from 'vscode';
import { callSqs } from '../../support/callSqs.ts';
import { activateExtension } from './support/activateExtension.ts';

describe('what the broker finds in what programs do', () => {
  let endpoint: string;

  before(async () => {
    endpoint = await (await activateExtension()).start();
  });

  after(async () => {
    await commands.executeCommand('queueside.clearFindings');
  });

  it('is among the problems, leads to an explanation, and goes when it is dismissed', async () => {
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', {
      QueueName: 'too-late',
      Attributes: { VisibilityTimeout: '1' },
    });
    const empty = await callSqs(endpoint, 'CreateQueue', { QueueName: 'nothing-to-do' });
    const isIt = ([uri, { code }]: readonly [Uri, Diagnostic]) =>
      uri.path.endsWith('too-late.md') && code === 'deletedTooLate';
    const found = waitForProblem(isIt);
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: 'late' });
    const { Messages } = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl });
    const [{ ReceiptHandle } = { ReceiptHandle: '' }] = Messages as { ReceiptHandle: string }[];
    // The timeout runs out in real time: what a jump of the clock caused is not the program's mistake.
    await callSqs(endpoint, 'ReceiveMessage', { QueueUrl: empty['QueueUrl'], WaitTimeSeconds: 2 });
    await callSqs(endpoint, 'DeleteMessage', { QueueUrl, ReceiptHandle });

    const [uri, diagnostic] = await found;
    assert.equal(diagnostic.source, 'Queueside');
    // A finding of the severity "error": the count of errors stays that of the user's files.
    assert.equal(diagnostic.severity, DiagnosticSeverity.Warning);
    const document = await workspace.openTextDocument(uri);
    const heading = document.lineAt(diagnostic.range.start.line).text;
    assert.ok(diagnostic.message.startsWith(heading.replace('## ', '')), heading);
    await window.showTextDocument(document);
    // The report may change while it is asked about, and then it is asked again.
    const findDismissal = async () => {
      const [, { range }] = listProblems().find(isIt) ?? [uri, diagnostic];
      const actions = await commands.executeCommand<{ title: string; command?: { arguments?: unknown[] } }[]>(
        'vscode.executeCodeActionProvider',
        uri,
        range,
      );
      return actions.find(({ title }) => title === 'Dismiss This Finding');
    };
    let dismiss = await findDismissal();
    while (dismiss === undefined) dismiss = await findDismissal();
    const gone = waitForDiagnostics(() => !listProblems().some(isIt));
    await commands.executeCommand('queueside.dismissFinding', dismiss.command?.arguments?.[0]);
    await gone;
  });
});

describe('replaying a saved trace', () => {
  it('sends its messages again, in their order', async () => {
    const endpoint = await (await activateExtension()).start();
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'replayed' });
    const queueArn = 'arn:aws:sqs:us-east-1:000000000000:replayed';
    const folder = mkdtempSync(join(tmpdir(), 'queueside-trace-'));
    const file = join(folder, 'saved.jsonl');
    const sends = [10, 20].map((sentAt) => ({ queueArn, sentAt, body: `at ${sentAt}`, attributes: [] }));
    writeFileSync(file, sends.map((send) => JSON.stringify(send)).join('\n'));
    try {
      const replay = commands.executeCommand('queueside.replayTrace', Uri.file(file));
      // The quick pick stands at "As recorded"; this takes it.
      await acceptQuickPick(replay);
      const { Messages } = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
      assert.deepEqual((Messages as { Body: string }[]).map(({ Body }) => Body).toSorted(), [
        'at 10',
        'at 20',
      ]);
    } finally {
      await callSqs(endpoint, 'DeleteQueue', { QueueUrl });
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Accepts what a quick pick stands at, as often as it takes until the command is done. */
async function acceptQuickPick(done: Thenable<unknown>): Promise<void> {
  const finished = Promise.resolve(done).then(() => true);
  for (;;) {
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    const pause = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 50));
    if (await Promise.race([finished, pause])) return;
  }
}

function listProblems(): [Uri, Diagnostic][] {
  return languages
    .getDiagnostics()
    .flatMap(([uri, diagnostics]) => diagnostics.map((diagnostic): [Uri, Diagnostic] => [uri, diagnostic]));
}

async function waitForProblem(
  accepts: (problem: readonly [Uri, Diagnostic]) => boolean,
): Promise<[Uri, Diagnostic]> {
  const find = () => listProblems().find(accepts);
  await waitForDiagnostics(() => find() !== undefined);
  const found = find();
  assert.ok(found);
  return found;
}

function waitForDiagnostics(holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const listener = languages.onDidChangeDiagnostics(() => {
      if (!holds()) return;
      listener.dispose();
      resolve();
    });
  });
}
