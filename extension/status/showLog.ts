import type { LogOutputChannel } from 'vscode';

export async function showLog({ log }: { readonly log: LogOutputChannel }): Promise<void> {
  log.show();
}
