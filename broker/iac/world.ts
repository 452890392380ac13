import * as l10n from '@vscode/l10n';
import { MAXIMUM_NODES, MAXIMUM_PROBLEMS, MAXIMUM_RESOURCES, MAXIMUM_STEPS } from './limits.ts';
import type { IacProblem, IacStack } from './model.ts';
import type { TemplateNode } from './node.ts';
import type { Bound, Resolved } from './resolved.ts';
import type { Scope } from './scope.ts';
import type { ReadSource } from './readSource.ts';
import { type Place, problemAt } from './source.ts';

/** What all stacks of an application share: its files, its problems, and how much may still be worked out. */
export class World {
  readonly stack: IacStack;
  readonly evaluate: (bound: Bound) => Resolved;
  readonly problems: IacProblem[] = [];
  /** Stacks of the application, nested ones as well. */
  readonly scopes: Scope[] = [];
  /** What they export, by name; undefined until it is asked for. */
  exports: Map<string, Bound> | undefined;
  private readonly open: (file: string) => ReadSource | undefined;
  private readonly complained = new Set<string>();
  private steps = 0;
  private nodes = 0;
  private resources = 0;

  /**
   * @param evaluate works out functions; what they are made of need not know them
   * @param open returns a file, or undefined if it cannot be read, or not yet
   */
  constructor(
    stack: IacStack,
    evaluate: (bound: Bound) => Resolved,
    open: (file: string) => ReadSource | undefined,
  ) {
    this.stack = stack;
    this.evaluate = evaluate;
    this.open = open;
  }

  /** The contents of a file that another one names. Notes what is wrong with it. */
  readFile(file: string, from: Place): TemplateNode | undefined {
    const read = this.open(file);
    if (read?.root === undefined && (read?.problems ?? []).length === 0) {
      this.note(problemAt(from, l10n.t('The file {0} cannot be read.', file)));
    }
    for (const problem of read?.problems ?? []) this.note(problem);
    return read?.root;
  }

  /** Notes each problem once. */
  note(problem: IacProblem): void {
    const { range, message } = problem;
    const key = `${range.file}\n${range.start}\n${message}`;
    if (this.problems.length >= MAXIMUM_PROBLEMS || this.complained.has(key)) return;
    this.complained.add(key);
    this.problems.push(problem);
  }

  /** @returns whether another value may be worked out */
  takeStep(): boolean {
    this.steps++;
    return this.steps <= MAXIMUM_STEPS;
  }

  /** @returns whether a loop may make another node */
  takeNode(): boolean {
    this.nodes++;
    return this.nodes <= MAXIMUM_NODES;
  }

  /** @returns whether another resource is read */
  takeResource(): boolean {
    this.resources++;
    return this.resources <= MAXIMUM_RESOURCES;
  }
}
