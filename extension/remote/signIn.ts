import * as l10n from '@vscode/l10n';
import { ShellExecution, ShellQuoting, Task, tasks, TaskRevealKind, TaskScope, window } from 'vscode';
import type { ConnectionDefinition } from '../../broker/connections/definition.ts';

/**
 * Offers to run the command of the AWS CLI that signs in, in a terminal, and waits for its end.
 * @param message why, with the command
 * @returns whether the command succeeded
 */
export async function offerSignIn(message: string, definition: ConnectionDefinition): Promise<boolean> {
  const [, words] = /“aws ((?:sso )?login) --profile/.exec(message) ?? [];
  const profile =
    definition.kind === 'profile' ? definition.profile : (process.env['AWS_PROFILE'] ?? 'default');
  const action = l10n.t('Sign In');
  if ((await window.showWarningMessage(message, action)) !== action) return false;
  const command = [...(words ?? 'sso login').split(' '), '--profile', profile];
  const task = new Task(
    { type: 'shell' },
    TaskScope.Workspace,
    l10n.t('Sign in with {0}', profile),
    'Queueside',
    // As arguments, each of which the shell gets quoted: a file decides how a profile is called.
    new ShellExecution(
      'aws',
      command.map((value) => ({ value, quoting: ShellQuoting.Strong })),
    ),
  );
  task.presentationOptions = { reveal: TaskRevealKind.Always };
  return new Promise((resolve, reject) => {
    const listener = tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      listener.dispose();
      resolve(exitCode === 0);
    });
    tasks.executeTask(task).then(undefined, (error: Error) => {
      listener.dispose();
      reject(error);
    });
  });
}
