import * as l10n from '@vscode/l10n';
import { ProcessExecution, Task, tasks, TaskRevealKind, TaskScope, window } from 'vscode';
import type { Failure, SignIn } from '../../broker/connections/client/failures.ts';
import { showWarning } from '../ground/notices.ts';

/** What shells, and the variables of VS Code's tasks (`${command:…}`), could take for more than a name. */
const UNSAFE = /['"`$%;&|<>^\p{Cc}]|^-/u;

interface Opens {
  open(): Promise<void>;
}

/** Says what failed. If a sign-in helps, offers it, and connects once it succeeded. */
export async function offerHelp({ message, signIn }: Failure, connection: Opens): Promise<void> {
  if (signIn === undefined) void showWarning(message);
  else if (await offerSignIn(message, signIn)) await connection.open();
}

/**
 * Offers to run the command of the AWS CLI that signs in, in a terminal, and waits for its end.
 * @param message why
 * @returns whether the command succeeded
 */
export async function offerSignIn(message: string, { command, profile }: SignIn): Promise<boolean> {
  const action = l10n.t('Sign In');
  if ((await window.showWarningMessage(message, action)) !== action) return false;
  if (UNSAFE.test(profile)) {
    void showWarning(
      l10n.t(
        'The name of the AWS profile has characters that a terminal could run as a command: {0}. Sign in with it in your own terminal, or rename the profile.',
        profile.replaceAll(/\p{Cc}/gu, '�'),
      ),
    );
    return false;
  }
  const task = new Task(
    { type: 'process' },
    TaskScope.Workspace,
    l10n.t('Sign in with {0}', profile),
    'Queueside',
    // Without a shell: a file decides how a profile is called, and VS Code does not escape what it quotes.
    new ProcessExecution('aws', [...command.split(' '), '--profile', profile]),
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
