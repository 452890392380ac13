import { applyEdits, modify, parse } from 'jsonc-parser';
import { l10n, Range, Selection, type TextDocument, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import { isRecord } from '../../broker/protocol/isRecord.ts';
import { showMissing } from '../ground/missing.ts';
import { tellChange } from '../ground/tellChange.ts';

const FILE = 'queueside.json';
const DEFAULT_QUEUE = 'orders';
const DEFAULT_NAME = 'workers';
/** What a user replaces first: it is selected. */
const DEFAULT_COMMAND = 'node worker.js';

const FORMATTING = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };

/** Adds a pool to `queueside.json`, which is created if it does not exist, and selects the command in it. Does not save it. */
export async function declarePool(): Promise<void> {
  const [folder] = workspace.workspaceFolders ?? [];
  if (folder === undefined) {
    const text = l10n.t('This window has no folder open. Open the folder that your queueside.json is in.');
    void showMissing({ text });
    return;
  }
  const uri = Uri.joinPath(folder.uri, FILE);
  const document = await openFile(uri);
  const declared = addPool(document.getText());
  if (declared === undefined) {
    void showMissing({ text: l10n.t('{0} is not valid JSON. Correct it first.', FILE) });
    await window.showTextDocument(document);
    return;
  }
  const edit = new WorkspaceEdit();
  const end = document.positionAt(document.getText().length);
  edit.replace(document.uri, new Range(document.positionAt(0), end), declared.text);
  await workspace.applyEdit(edit);
  const start = document.positionAt(declared.commandOffset);
  const selection = new Selection(start, start.translate(0, DEFAULT_COMMAND.length));
  await window.showTextDocument(document, { selection });
  tellChange({
    text: l10n.t('Added the pool {0} to {1}. Enter its command, and save the file.', declared.name, FILE),
  });
}

async function openFile(uri: Uri): Promise<TextDocument> {
  try {
    return await workspace.openTextDocument(uri);
  } catch {
    await workspace.fs.writeFile(uri, new TextEncoder().encode('{}\n'));
    return workspace.openTextDocument(uri);
  }
}

/** A text with one more pool. */
export interface DeclaredPool {
  readonly text: string;
  readonly name: string;
  /** Of the command, without its quotes, in UTF-16 units. */
  readonly commandOffset: number;
}

/**
 * Adds a pool to the text of a definition file, on its first queue; comments stay.
 * @returns undefined if the text has errors
 */
export function addPool(text: string): DeclaredPool | undefined {
  const errors: unknown[] = [];
  const root: unknown = parse(text, errors as never[], { allowTrailingComma: true });
  if (errors.length > 0 || !isRecord(root)) return undefined;
  const queues = isRecord(root['queues']) ? Object.keys(root['queues']) : [];
  const pools = isRecord(root['pools']) ? root['pools'] : {};
  const [queue = DEFAULT_QUEUE] = queues;
  let name = DEFAULT_NAME;
  for (let number = 2; Object.hasOwn(pools, name); number++) name = `${DEFAULT_NAME}-${number}`;
  const withQueue =
    queues.length > 0 ? text : applyEdits(text, modify(text, ['queues', queue], {}, FORMATTING));
  const pool = { queue, command: DEFAULT_COMMAND, min: 0, max: 4 };
  const edits = modify(withQueue, ['pools', name], pool, FORMATTING);
  const declared = applyEdits(withQueue, edits);
  const inserted = edits[0]?.offset ?? 0;
  return { text: declared, name, commandOffset: declared.indexOf(`"${DEFAULT_COMMAND}"`, inserted) + 1 };
}
