import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { commands, DiagnosticSeverity, Uri, window, workspace } from 'vscode';
import type { QueuesideApi } from '../../../../extension/api.ts';
import { activateExtension } from '../support/activateExtension.ts';
import { listProblems, waitForProblems } from '../support/problems.ts';

/** The window that this test runs in has the folders `shop` and `mail` open. */
describe('the queue definitions of two folders', () => {
  let api: QueuesideApi;
  let shop: Uri;
  let mail: Uri;

  before(async () => {
    const [first, second] = workspace.workspaceFolders ?? [];
    assert.deepEqual([first?.name, second?.name], ['shop', 'mail']);
    [shop, mail] = [first, second].map((folder) => {
      assert.ok(folder);
      return Uri.joinPath(folder.uri, 'queueside.json');
    }) as [Uri, Uri];
    api = await activateExtension();
    await api.start();
  });

  const define = (file: Uri, seconds: number): void =>
    writeFileSync(
      file.fsPath,
      JSON.stringify({ queues: { orders: { attributes: { VisibilityTimeout: seconds } } } }),
    );

  const describeBoth = () =>
    [shop, mail].map((file) => listProblems(file).map(({ message, severity }) => ({ message, severity })));

  it('are marked in both files where they define one queue differently, and no longer when they agree', async () => {
    const marked = Promise.all([shop, mail].map((file) => waitForProblems(file, isOne)));
    define(shop, 30);
    define(mail, 60);
    await marked;
    const tell = (source: string, here: number, there: number) => ({
      message:
        `${source}/queueside.json defines the queue "orders" differently: ` +
        `VisibilityTimeout is ${here} here and ${there} there. The file that is applied last wins.`,
      severity: DiagnosticSeverity.Warning,
    });
    assert.deepEqual(describeBoth(), [[tell('mail', 30, 60)], [tell('shop', 60, 30)]]);
    const agreed = Promise.all([shop, mail].map((file) => waitForProblems(file, isNone)));
    define(mail, 30);
    await agreed;
    // Comparing takes all marks away before it sets the new ones.
    await api.start();
    assert.deepEqual(describeBoth(), [[], []]);
  });

  it('are compared with what is open and changed, once it is saved', async () => {
    const document = await workspace.openTextDocument(mail);
    const editor = await window.showTextDocument(document);
    const from = document.positionAt(document.getText().indexOf('30'));
    const marked = waitForProblems(shop, isOne);
    await editor.edit((edit) =>
      edit.replace(document.validateRange(editor.selection.with(from, from.translate(0, 2))), '90'),
    );
    await document.save();
    await marked;
    assert.match(listProblems(shop)[0]?.message ?? '', /VisibilityTimeout is 30 here and 90 there/);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });
});

const isOne = (messages: readonly string[]): boolean => messages.length === 1;
const isNone = (messages: readonly string[]): boolean => messages.length === 0;
