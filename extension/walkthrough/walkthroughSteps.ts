import { commands, type Disposable, type Tab, window } from 'vscode';

/** A step of the walkthrough that completes automatically: its context key, and whether it is done. */
export interface WalkthroughStep {
  readonly context: string;
  holds(): boolean;
}

/**
 * Ticks the steps of the walkthrough whose state holds. VS Code ticks a step only when a key changes while it knows the
 * step, and never one whose key was set before: so each key is set for a moment whenever the walkthrough may be on screen.
 */
export class WalkthroughSteps implements Disposable {
  readonly #steps: readonly WalkthroughStep[];
  readonly #listener: Disposable;
  #work: Promise<unknown> = Promise.resolve();

  constructor(steps: readonly WalkthroughStep[]) {
    this.#steps = steps;
    this.#listener = window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
      if ([...opened, ...changed].some(mayBeWalkthrough)) this.tick();
    });
  }

  /** To be called when a state may hold that did not before. */
  update(): void {
    if (window.tabGroups.all.some(({ tabs }) => tabs.some(mayBeWalkthrough))) this.tick();
  }

  tick(): void {
    this.#work = this.#work.then(async () => {
      for (const step of this.#steps) {
        if (!step.holds()) continue;
        await commands.executeCommand('setContext', step.context, true);
        await commands.executeCommand('setContext', step.context, false);
      }
    });
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

/** Extensions are not told what is in the tabs of the editor's own pages. */
function mayBeWalkthrough({ input }: Tab): boolean {
  return input === undefined;
}
