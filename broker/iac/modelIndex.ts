import type { IacMapping, IacModel, QueueTarget } from './model.ts';

/** A model by what is looked up in it. */
export class ModelIndex {
  /** Names by id. */
  readonly names: Readonly<Record<'queue' | 'function', ReadonlyMap<string, string>>>;
  /** Mappings by the id of their function. */
  private readonly mappings = new Map<string, IacMapping[]>();

  constructor({ queues, functions, mappings }: IacModel) {
    this.names = {
      queue: new Map(queues.map(({ id, name }) => [id, name])),
      function: new Map(functions.map(({ id, name }) => [id, name])),
    };
    for (const mapping of mappings) {
      const id = mapping.functionId.isKnown ? mapping.functionId.value : '';
      const own = this.mappings.get(id);
      if (own === undefined) this.mappings.set(id, [mapping]);
      else own.push(mapping);
    }
  }

  mappingsOf(functionId: string): readonly IacMapping[] {
    return this.mappings.get(functionId) ?? [];
  }

  /** The name of a queue, of the model or outside it. */
  nameOf(target: QueueTarget): string | undefined {
    return target.kind === 'outside' ? target.name : this.names.queue.get(target.id);
  }
}
