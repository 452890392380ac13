import * as l10n from '@vscode/l10n';
import {
  type DeclaredFunction,
  type FunctionDefinition,
  MAXIMUM_FUNCTIONS,
} from '../protocol/functionDefinition.ts';
import type { FunctionInfo } from '../protocol/functions.ts';
import type { FunctionPorts, FunctionRunner } from './functionPorts.ts';
import type { FunctionOrigin } from './functionSettings.ts';
import { LambdaFunction } from './lambdaFunction.ts';
import type { FunctionInvoker, InvocationRequest, InvokedFunction, MappingTarget } from './ports.ts';
import { WaitingPayloads } from './waitingInvocations.ts';
import type { SavedFunction } from './savedFunctions.ts';

/** With functions that are deleted and whose environments are being ended: all may be replaced at once. */
const MAXIMUM_HELD = 2 * MAXIMUM_FUNCTIONS;

const BY_CLIENT: FunctionOrigin = { source: undefined, folder: undefined };

/** All functions of a broker. Without any, it does nothing. */
export class FunctionBook implements FunctionInvoker {
  private readonly ports: FunctionPorts;
  private mappings: MappingTarget | undefined;
  private readonly functions = new Map<string, LambdaFunction>();
  private readonly payloads = new WaitingPayloads();
  private readonly listeners: ((functionName: string) => void)[] = [];

  constructor(ports: FunctionPorts, saved: readonly SavedFunction[] = []) {
    this.ports = ports;
    for (const { definition, source, folder } of saved) this.add(definition, { source, folder });
  }

  /**
   * From now on, the mappings of definitions are made there. Those of functions that were kept over a restart were kept too, with
   * what programs have changed of them.
   */
  useMappings(mappings: MappingTarget): void {
    this.mappings = mappings;
  }

  find(functionName: string): InvokedFunction | undefined {
    return this.findFunction(functionName);
  }

  invoke(functionName: string, request: InvocationRequest): void {
    const found = this.findFunction(functionName);
    if (found !== undefined) found.invoke(request);
    else {
      const reason = l10n.t('The function {0} does not exist.', functionName);
      request.complete({ outcome: 'unavailable', reason });
    }
  }

  onChange(listener: (functionName: string) => void): void {
    this.listeners.push(listener);
  }

  findFunction(name: string): LambdaFunction | undefined {
    const found = this.functions.get(name);
    return found?.isDeleted === true ? undefined : found;
  }

  /** Also a deleted one, whose environments are being ended. */
  findRun(name: string): LambdaFunction | undefined {
    return this.functions.get(name);
  }

  /** Those that are not deleted, in the order in which they were declared. */
  get all(): readonly LambdaFunction[] {
    return [...this.functions.values()].filter(({ isDeleted }) => !isDeleted);
  }

  describe(): readonly FunctionInfo[] {
    return this.all.map((each) => each.describe());
  }

  /** Those that are kept. */
  listSaved(): readonly SavedFunction[] {
    return this.all.map(({ settings, origin }) => ({ definition: settings.given, ...origin }));
  }

  /** @returns false if there are too many functions */
  put(definition: FunctionDefinition, origin: FunctionOrigin = BY_CLIENT): boolean {
    const known = this.functions.get(definition.name);
    if (known !== undefined) {
      known.redefine(definition, origin);
      this.defineMappings(definition);
    } else if (this.all.length >= MAXIMUM_FUNCTIONS || this.functions.size >= MAXIMUM_HELD) return false;
    else this.add(definition, origin);
    this.notice(definition.name);
    return true;
  }

  /** The function is forgotten when its environments have ended. @returns whether there is such a function */
  delete(name: string): boolean {
    const found = this.findFunction(name);
    if (found === undefined) return false;
    found.isDeleted = true;
    found.stop();
    this.mappings?.setAll(name, []);
    this.forgetDeleted();
    this.notice(name);
    return true;
  }

  /** Makes the functions of a text those of its source: those that it no longer has are deleted. */
  setAll(source: string, folder: string | undefined, declared: readonly DeclaredFunction[]): void {
    const names = new Set(declared.map(({ name }) => name));
    for (const { name, origin } of this.all) {
      if (origin.source === source && !names.has(name)) this.delete(name);
    }
    for (const { faults, ...definition } of declared) {
      if (this.put(definition, { source, folder })) this.findFunction(definition.name)?.declareFaults(faults);
    }
  }

  /** The connection of a runner has ended. */
  lose(runner: FunctionRunner): void {
    for (const each of this.functions.values()) if (each.hasRunner(runner)) each.leave();
    this.forgetDeleted();
  }

  /** The clock was set back by this much. */
  goBack(byMs: number): void {
    for (const each of this.functions.values()) each.goBack(byMs);
  }

  /** A deleted function is forgotten once nothing of it runs. */
  private forgetDeleted(): void {
    for (const [name, { isDeleted, environments }] of this.functions) {
      if (isDeleted && environments.runningCount === 0) this.functions.delete(name);
    }
  }

  private add(definition: FunctionDefinition, origin: FunctionOrigin): void {
    const { name } = definition;
    const onFree = (): void => {
      this.forgetDeleted();
      this.tell(name);
    };
    this.functions.set(name, new LambdaFunction(this.ports, definition, origin, this.payloads, onFree));
    this.defineMappings(definition);
  }

  private defineMappings({ name, mappings = [] }: FunctionDefinition): void {
    this.mappings?.setAll(name, mappings);
  }

  private notice(name: string): void {
    this.tell(name);
    this.ports.onChange();
  }

  private tell(name: string): void {
    for (const listener of this.listeners) listener(name);
  }
}
