import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  DebugAdapterExecutable,
  type DebugAdapterDescriptor,
  DebugAdapterServer,
  type DebugSession,
  debug,
  type ExtensionContext,
} from 'vscode';
import { readDebuggers } from './debuggers.ts';

/** Starts the adapters in the way of the extensions that people install for these languages. */
export function activate(context: ExtensionContext): void {
  const { python, dlv, lldb } = readDebuggers();
  const starts: Readonly<
    Record<string, (session: DebugSession) => DebugAdapterDescriptor | Promise<DebugAdapterDescriptor>>
  > = {
    debugpy: ({ configuration }) => {
      const { connect } = configuration as { readonly connect?: { readonly port: number } };
      if (configuration.request === 'attach' && connect) return new DebugAdapterServer(connect.port);
      return new DebugAdapterExecutable(python, ['-m', 'debugpy.adapter']);
    },
    go: async ({ configuration }) => {
      const { mode, program } = configuration as { readonly mode?: string; readonly program?: string };
      // It builds in its own folder, which is that of the program.
      return new DebugAdapterServer(await startDelve(dlv, mode === 'debug' ? program : undefined));
    },
    'lldb-dap': () => new DebugAdapterExecutable(lldb),
    java: () => new DebugAdapterExecutable(process.execPath, [join(__dirname, 'jdbAdapter.js')]),
  };
  for (const [type, createDebugAdapterDescriptor] of Object.entries(starts)) {
    context.subscriptions.push(
      debug.registerDebugAdapterDescriptorFactory(type, { createDebugAdapterDescriptor }),
    );
  }
}

/** Delve serves one session, and then ends. @returns its port */
async function startDelve(dlv: string, cwd: string | undefined): Promise<number> {
  const { stdout } = spawn(dlv, ['dap', '--listen=127.0.0.1:0'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: stdout })) {
    const port = /DAP server listening at: .*:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error('Delve ended before it served.');
}
