import { type Diagnostic, languages, type Uri } from 'vscode';

/** @returns what Queueside marks in a file now. */
export function listProblems(file: Uri): readonly Diagnostic[] {
  return languages.getDiagnostics(file).filter(({ source }) => source === 'Queueside');
}

/** Resolves with the next change of marks after which the messages of those in the file are as wanted. */
export function waitForProblems(file: Uri, holds: (messages: readonly string[]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const listener = languages.onDidChangeDiagnostics(() => {
      if (!holds(listProblems(file).map(({ message }) => message))) return;
      listener.dispose();
      resolve();
    });
  });
}
