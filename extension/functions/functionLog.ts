import type { Disposable, Event } from 'vscode';
import { type PrintedLine, ProcessOutputs } from '../processes/processOutputs.ts';

/** What environments print that this window runs: of each of them, and of all of a function. */
export class FunctionLog implements Disposable {
  readonly #outputs = new ProcessOutputs('symbol-event');
  readonly onDidPrint: Event<PrintedLine> = this.#outputs.onDidPrint;

  /** @param name of a function, or of an environment, such as `resize #3` */
  has(name: string): boolean {
    return this.#outputs.has(name);
  }

  add(environmentName: string, line: string): void {
    const [functionName = '', number] = environmentName.split(' ');
    this.#outputs.add(environmentName, line);
    this.#outputs.add(functionName, `${number} | ${line}`);
  }

  /** What is known besides its own lines, such as how it ended. @param name of a function, or of an environment */
  note(name: string, text: string): void {
    const isFunction = !name.includes(' ');
    if (isFunction) this.#outputs.note(name, text);
    else this.add(name, `— ${text}`);
  }

  /** @returns false if this window has not run it */
  show(name: string): boolean {
    return this.#outputs.show(name);
  }

  dispose(): void {
    this.#outputs.dispose();
  }
}
