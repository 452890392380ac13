import assert from 'node:assert/strict';
import {
  type CodeAction,
  type CodeLens,
  commands,
  DiagnosticSeverity,
  Uri,
  window,
  workspace,
  type WorkspaceEdit,
} from 'vscode';
import { listFunctions, type FunctionInfo } from '../../../broker/protocol/functions.ts';
import type { QueuesideApi } from '../../../extension/api.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import { callSqs } from '../../support/callSqs.ts';
import { activateExtension } from './support/activateExtension.ts';
import { listProblems, waitForProblems } from './support/problems.ts';
import { waitForFunction } from './support/waitForFunction.ts';

const FUNCTION = 'TemplateResize';
const QUEUES = ['TemplateImages', 'TemplateDead'];
const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Resources:
  TemplateDead:
    Type: AWS::SQS::Queue
  TemplateImages:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 60
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt TemplateDead.Arn
        maxReceiveCount: 5
  ${FUNCTION}:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: nodejs22.x
      Timeout: 3
      Environment:
        Variables:
          QUEUE_URL: !Ref TemplateImages
      Events:
        Images:
          Type: SQS
          Properties:
            Queue: !GetAtt TemplateImages.Arn
            FunctionResponseTypes: [ReportBatchItemFailures]
`;

describe('a template in a workspace', function () {
  this.timeout(60_000);
  const { showInformationMessage } = window;
  const asked: string[] = [];
  let api: QueuesideApi;
  let session: BrokerClient;
  let endpoint: string;
  let folder: Uri;
  let template: Uri;

  before(async () => {
    window.showInformationMessage = (message: string, ...buttons: unknown[]) => {
      asked.push(message);
      return Promise.resolve(buttons.find((button) => button === 'Use Them Here')) as never;
    };
    api = await activateExtension();
    endpoint = await api.start();
    session = api.testing?.connections.all[0]?.can.idempotence ?? assert.fail('no broker');
    const [opened] = workspace.workspaceFolders ?? [];
    assert.ok(opened, 'a folder is open');
    folder = Uri.joinPath(opened.uri, 'shop');
    template = Uri.joinPath(folder, 'template.yaml');
    await write(Uri.joinPath(folder, 'src', 'app.js'), 'exports.handler = async () => ({});\n');
  });

  after(async () => {
    window.showInformationMessage = showInformationMessage;
    await commands.executeCommand('workbench.action.closeAllEditors');
    await workspace.fs.delete(folder, { recursive: true });
    for (const QueueName of QUEUES) {
      const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName });
      await callSqs(endpoint, 'DeleteQueue', { QueueUrl });
    }
    await commands.executeCommand('queueside.refreshQueues');
  });

  const write = (uri: Uri, text: string) => workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const functionIs = (holds: (info: FunctionInfo) => boolean) => waitForFunction(session, FUNCTION, holds);

  it('is found and offered, and its function appears with the URL of its local queue', async () => {
    await write(template, TEMPLATE);
    const { definition, source, folder: declaredIn, state } = await functionIs(() => true);
    const offer = 'shop/template.yaml declares 2 queues and 1 function. Use them with the local broker?';
    assert.deepEqual(asked.filter((text) => text === offer).length, 1);
    assert.deepEqual(
      [source, declaredIn, state, definition.handler, definition.directory, definition.timeout],
      [template.toString(), folder.fsPath, 'idle', 'app.handler', 'src', 3],
    );
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'TemplateImages' });
    assert.equal(definition.environment?.QUEUE_URL, QueueUrl);
    assert.deepEqual(
      definition.mappings?.map(({ queue }) => queue),
      ['TemplateImages'],
    );
  });

  it('changes its function when it changes', async () => {
    await write(template, TEMPLATE.replace('Timeout: 3', 'Timeout: 9'));
    await functionIs(({ definition }) => definition.timeout === 9);
  });

  it('keeps the last good state while it is broken, and says so at its line', async () => {
    const marked = waitForProblems(template, (messages) => messages.length > 0);
    await write(template, TEMPLATE.replace('Timeout: 3', 'Timeout: [3'));
    await marked;
    const [problem, ...others] = listProblems(template);
    assert.match(
      problem?.message ?? '',
      /Until it is corrected, the queues and functions of the last version stay\.$/,
    );
    assert.equal(others.length, 0);
    assert.equal(
      problem?.range.start.line,
      TEMPLATE.split('\n').findIndex((line) => line.includes('Timeout: 3')) + 1,
    );
    assert.equal((await functionIs(() => true)).definition.timeout, 9);
    const corrected = waitForProblems(template, (messages) => messages.length === 0);
    await write(template, TEMPLATE.replace('Timeout: 3', 'Timeout: 4'));
    await corrected;
    await functionIs(({ definition }) => definition.timeout === 4);
  });

  it('has a problem at its line while it is open, which a quick fix takes away', async () => {
    const reported = TEMPLATE.replace('Timeout: 3', 'Timeout: 4');
    const report = '            FunctionResponseTypes: [ReportBatchItemFailures]\n';
    await write(template, reported.replace(report, ''));
    const document = await workspace.openTextDocument(template);
    await window.showTextDocument(document);
    if (listProblems(template).length === 0)
      await waitForProblems(template, (messages) => messages.length > 0);
    const [problem, ...others] = listProblems(template);
    assert.ok(problem);
    assert.deepEqual(
      [others.length, problem.code, problem.severity, document.lineAt(problem.range.start).text.trim()],
      [0, 'wholeBatchFails', DiagnosticSeverity.Warning, 'Images:'],
    );
    const fixes = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      template,
      problem.range,
    );
    const fix = fixes.find(({ title }) => title === 'Add ReportBatchItemFailures to FunctionResponseTypes');
    const fixed = waitForProblems(template, (messages) => messages.length === 0);
    await workspace.applyEdit(fix?.edit as WorkspaceEdit);
    await fixed;
    await document.save();
    await functionIs(
      ({ definition }) =>
        definition.mappings?.[0]?.reportBatchItemFailures === true && definition.timeout === 4,
    );
  });

  it('has lenses at its handler, and so has the source file that it names', async () => {
    const source = Uri.joinPath(folder, 'src', 'app.js');
    const listed = [];
    for (const file of [template, source]) {
      const document = await workspace.openTextDocument(file);
      await window.showTextDocument(document);
      const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', file);
      listed.push(
        ...lenses.map(({ range, command }) => [
          document.lineAt(range.start).text.trim().slice(0, 16),
          command?.title,
          ...(command?.arguments ?? []),
        ]),
      );
    }
    assert.deepEqual(listed, [
      ['Handler: app.han', 'Debug', FUNCTION],
      ['Handler: app.han', 'Invoke with…', FUNCTION],
      ['exports.handler ', 'Debug', FUNCTION],
      ['exports.handler ', 'Invoke with…', FUNCTION],
    ]);
  });

  it('takes its functions along when it is deleted, and leaves its queues', async () => {
    await workspace.fs.delete(template);
    for (;;) {
      const { functions } = await session.request(listFunctions, {});
      if (functions.every(({ definition }) => definition.name !== FUNCTION)) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'TemplateImages' });
  });
});
