import { type Disposable, type Event, EventEmitter, type Terminal, ThemeIcon, window } from 'vscode';
import { disposeAll } from '../ground/disposeAll.ts';
import { ProcessOutput } from './processOutput.ts';

/** Processes whose output is kept; the pools of a window rarely have more. */
const MAXIMUM_OUTPUTS = 200;

/** A line of a process. */
export interface PrintedLine {
  readonly processName: string;
  readonly line: string;
}

/** What the processes print that this window runs. A terminal shows it once the user wants to see it. */
export class ProcessOutputs implements Disposable {
  readonly #printed = new EventEmitter<PrintedLine>();
  readonly onDidPrint: Event<PrintedLine> = this.#printed.event;
  readonly #outputs = new Map<string, ProcessOutput>();
  readonly #terminals = new Map<string, Terminal>();
  readonly #icon: string;
  readonly #closed = window.onDidCloseTerminal((closed) => {
    for (const [name, terminal] of this.#terminals) if (terminal === closed) this.#terminals.delete(name);
  });

  /** @param icon of the terminals: a codicon */
  constructor(icon: string) {
    this.#icon = icon;
  }

  /** Whether this window has run a process of that name. */
  has(processName: string): boolean {
    return this.#outputs.has(processName);
  }

  /** @param processName such as `image-workers #3`; a broker that was started again counts from 1 again */
  add(processName: string, line: string): void {
    const output = this.#outputs.get(processName) ?? new ProcessOutput();
    // Behind all others: what has printed nothing for longest is forgotten first.
    this.#outputs.delete(processName);
    this.#outputs.set(processName, output);
    output.add(line);
    this.#printed.fire({ processName, line });
    if (this.#outputs.size > MAXIMUM_OUTPUTS) this.#forgetOldest(processName);
  }

  /** What is open in a terminal stays: its process may print more. */
  #forgetOldest(newest: string): void {
    for (const name of this.#outputs.keys()) {
      if (name === newest || this.#terminals.has(name)) continue;
      this.#outputs.delete(name);
      return;
    }
  }

  /** What is known of it besides its own lines, such as how it ended. */
  note(processName: string, text: string): void {
    this.add(processName, `— ${text}`);
  }

  /** @returns false if this window does not run the process */
  show(processName: string): boolean {
    const output = this.#outputs.get(processName);
    if (output === undefined) return false;
    const open = this.#terminals.get(processName);
    const terminal = open ?? createTerminal(processName, this.#icon, output);
    this.#terminals.set(processName, terminal);
    terminal.show();
    return true;
  }

  dispose(): void {
    this.#closed.dispose();
    this.#printed.dispose();
    disposeAll(this.#terminals.values());
  }
}

/** Keys do nothing in it, and closing it does not end the process. */
function createTerminal(name: string, icon: string, output: ProcessOutput): Terminal {
  const emitter = new EventEmitter<string>();
  const write = (line: string) => emitter.fire(`${line}\r\n`);
  let following: Disposable | undefined;
  return window.createTerminal({
    name,
    iconPath: new ThemeIcon(icon),
    pty: {
      onDidWrite: emitter.event,
      open: () => {
        for (const line of output.lines) write(line);
        following = output.follow(write);
      },
      close: () => following?.dispose(),
    },
  });
}
