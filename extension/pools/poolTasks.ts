import { CustomExecution, l10n, Task, type TaskDefinition, TaskScope } from 'vscode';
import type { PoolDesk } from './poolDesk.ts';
import { PoolTaskTerminal } from './poolTaskTerminal.ts';

const TYPE = 'queueside';

/** Tasks that run a pool, and end with it. */
export class PoolTasks {
  readonly #desk: PoolDesk;

  constructor(desk: PoolDesk) {
    this.#desk = desk;
  }

  async list(): Promise<Task[]> {
    const { store } = this.#desk;
    await store.refresh();
    return store.pools.map(({ definition: { name } }) =>
      this.#create({ type: TYPE, pool: name }, TaskScope.Workspace, name, name),
    );
  }

  /** @returns undefined for a task that names no pool */
  resolve({ definition, scope, name }: Task): Task | undefined {
    const { pool } = definition as { readonly pool?: unknown };
    if (typeof pool !== 'string') return undefined;
    return this.#create(definition, scope ?? TaskScope.Workspace, name, pool);
  }

  #create(definition: TaskDefinition, scope: NonNullable<Task['scope']>, name: string, pool: string): Task {
    const task = new Task(
      definition,
      scope,
      name,
      TYPE,
      new CustomExecution(() => Promise.resolve(new PoolTaskTerminal(this.#desk, pool))),
      [],
    );
    task.isBackground = true;
    task.detail = l10n.t('Runs the pool {0}', pool);
    return task;
  }
}
