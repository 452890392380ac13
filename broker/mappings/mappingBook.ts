import type { Engine } from '../engine/engine.ts';
import type { FunctionInvoker } from '../functions/ports.ts';
import type { MappingDefinition } from '../protocol/functionDefinition.ts';
import { checkMapping } from './checkMapping.ts';
import { type FunctionReference, qualifiedArnOf, readFunctionName } from './functionName.ts';
import {
  DEFAULT_SETTINGS,
  type Mapping,
  mappingArnOf,
  type MappingPlace,
  type MappingSettings,
  type MappingState,
  settledState,
} from './mapping.ts';
import { MAPPING_TEXTS, type MappingRefusal, refuseMapping, refuseValue } from './refusal.ts';
import { readDefinition } from './readDefinition.ts';

/** Beyond it, new mappings are refused. */
export const MAXIMUM_MAPPINGS = 1000;
/** Of one mapping. */
const MAXIMUM_TAGS = 50;
/** What the settings and tags of all mappings may take as JSON, in characters: a mapping can have ten filters of 4,096 each. */
const MAXIMUM_SIZE = 4 * 1_048_576;

export interface MappingBookPorts {
  readonly engine: Pick<Engine, 'findByArn'>;
  readonly functions: Pick<FunctionInvoker, 'find'>;
  /** Epoch ms on the broker's clock. */
  now(): number;
  /** A new UUID. */
  createId(): string;
  /** Whether a text is an event pattern. */
  isPattern(text: string): boolean;
  /** Called after each change of a mapping; `isGone`: it was deleted. */
  onChange(mapping: Mapping, isGone: boolean): void;
}

/** A mapping after a change, with the state that the answer to the change has: from the next question on, it is settled. */
export interface ChangedMapping {
  readonly mapping: Mapping;
  readonly state: MappingState;
}

type Change = ({ readonly ok: true } & ChangedMapping) | MappingRefusal;

/** A mapping as the definition of its function has it. */
interface DeclaredMapping {
  readonly queueArn: string;
  readonly settings: MappingSettings;
  /** Of the same queue and function, whoever made it. */
  readonly known: Mapping | undefined;
}

/** Which mappings are listed; an absent member takes all. */
export interface MappingFilter {
  readonly queueArn?: string | undefined;
  /** In any form that names a function. */
  readonly functionName?: string | undefined;
}

/** What a caller asks for: an absent member keeps what the mapping has, or takes the default. */
export type WantedSettings = { readonly [K in keyof MappingSettings]?: MappingSettings[K] };

/** The mappings of all accounts and regions. */
export class MappingBook {
  private readonly ports: MappingBookPorts;
  /** By id. */
  private readonly mappings = new Map<string, Mapping>();

  constructor(ports: MappingBookPorts, mappings: readonly Mapping[] = []) {
    this.ports = ports;
    for (const mapping of mappings) this.mappings.set(mapping.id, mapping);
  }

  /** In the order in which they were made. */
  get all(): readonly Mapping[] {
    return [...this.mappings.values()];
  }

  find({ region, account }: MappingPlace, id: string): Mapping | undefined {
    const mapping = this.mappings.get(id);
    return mapping?.region === region && mapping.account === account ? mapping : undefined;
  }

  list(place: MappingPlace, { queueArn, functionName }: MappingFilter = {}): readonly Mapping[] {
    const wanted = functionName === undefined ? undefined : readFunctionName(place, functionName);
    if (functionName !== undefined && wanted === undefined) return [];
    const functionArn = wanted && qualifiedArnOf(wanted);
    return this.all.filter(
      (mapping) =>
        mapping.region === place.region &&
        mapping.account === place.account &&
        (queueArn === undefined || mapping.queueArn === queueArn) &&
        (functionArn === undefined || mapping.functionArn === functionArn),
    );
  }

  /**
   * Errors: InvalidParameterValueException, ResourceConflictException.
   * @param place of the caller
   */
  create(
    place: MappingPlace,
    functionName: string,
    queueArn: string | undefined,
    wanted: WantedSettings,
    tags: ReadonlyMap<string, string> = new Map(),
  ): Change {
    if (queueArn === undefined || !/^arn:[\w-]+:sqs:/.test(queueArn))
      return refuseValue(MAPPING_TEXTS.noSource, 'EventSourceArn');
    const reference = this.findFunction(place, functionName);
    if (reference === undefined) return refuseValue(MAPPING_TEXTS.noFunction, 'FunctionName');
    if (queueArn.split(':')[3] !== reference.region)
      return refuseValue(MAPPING_TEXTS.otherRegion, 'EventSourceArn');
    if (this.ports.engine.findByArn(queueArn) === undefined)
      return refuseValue(MAPPING_TEXTS.noQueue, 'EventSourceArn');
    return this.add(reference, queueArn, { ...DEFAULT_SETTINGS, ...wanted }, tags);
  }

  /**
   * Changes the members that are given. Errors: those of {@link create}, and ResourceNotFoundException for a function that
   * does not exist.
   */
  update(mapping: Mapping, wanted: WantedSettings, functionName?: string): Change {
    const before = mapping.settings;
    const settings = { ...before, ...wanted };
    const reference =
      functionName === undefined
        ? readFunctionName(mapping, mapping.functionArn)
        : this.findFunction(mapping, functionName);
    if (reference === undefined)
      return refuseMapping('ResourceNotFoundException', MAPPING_TEXTS.noFunction, 'FunctionName');
    const functionArn = qualifiedArnOf(reference);
    const refusal =
      this.check(settings, mapping.queueArn, reference.name) ??
      this.refuseTwin(mapping.queueArn, functionArn, reference.name, mapping) ??
      this.refuseSize(settings, mapping.tags, mapping);
    if (refusal !== undefined) return refusal;
    const isSwitchOnly =
      before.isEnabled !== settings.isEnabled &&
      functionArn === mapping.functionArn &&
      JSON.stringify({ ...before, isEnabled: settings.isEnabled }) === JSON.stringify(settings);
    const functionChange = { functionArn, functionName: reference.name };
    Object.assign(mapping, { settings, modifiedAt: this.ports.now() }, functionChange);
    this.ports.onChange(mapping, false);
    const state = isSwitchOnly ? (settings.isEnabled ? 'Enabling' : 'Disabling') : 'Updating';
    return { ok: true, mapping, state };
  }

  remove(mapping: Mapping): ChangedMapping {
    this.mappings.delete(mapping.id);
    this.ports.onChange(mapping, true);
    return { mapping, state: 'Deleting' };
  }

  /** Errors: InvalidParameterValueException, if there would be too many or they would be too long. */
  tag(mapping: Mapping, tags: ReadonlyMap<string, string>): MappingRefusal | undefined {
    const refusal = this.refuseSize(mapping.settings, new Map([...mapping.tags, ...tags]), mapping);
    if (refusal !== undefined) return refusal;
    for (const [key, value] of tags) mapping.tags.set(key, value);
    this.ports.onChange(mapping, false);
    return undefined;
  }

  untag(mapping: Mapping, keys: readonly string[]): void {
    for (const key of keys) mapping.tags.delete(key);
    this.ports.onChange(mapping, false);
  }

  /**
   * Makes these the declared mappings of a function: those that it no longer declares are deleted. A mapping of the same queue
   * and function, whoever made it, keeps its id. A queue that does not exist is waited for.
   * @param place the broker's own
   * @returns what cannot be, in the order of the declarations
   */
  setAll(
    place: MappingPlace,
    functionName: string,
    declared: readonly MappingDefinition[],
  ): readonly { readonly queue: string; readonly refusal: MappingRefusal }[] {
    const kept = new Set<Mapping>();
    const refused: { queue: string; refusal: MappingRefusal }[] = [];
    for (const definition of declared) {
      const queueArn = `arn:aws:sqs:${place.region}:${place.account}:${definition.queue}`;
      const [known] = this.list(place, { queueArn, functionName });
      const result = this.declare(place, functionName, {
        queueArn,
        settings: readDefinition(definition),
        known,
      });
      if (result.ok) result.mapping.isDeclared = true;
      else refused.push({ queue: definition.queue, refusal: result });
      // What cannot be changed stays as it is: its messages are still consumed.
      const mapping = result.ok ? result.mapping : known;
      if (mapping !== undefined) kept.add(mapping);
    }
    for (const mapping of this.list(place, { functionName }))
      if (mapping.isDeclared && !kept.has(mapping)) this.remove(mapping);
    return refused;
  }

  private declare(
    place: MappingPlace,
    functionName: string,
    { queueArn, settings, known }: DeclaredMapping,
  ): Change {
    if (known !== undefined) {
      if (JSON.stringify(settings) === JSON.stringify(known.settings))
        return { ok: true, mapping: known, state: settledState(known) };
      return this.update(known, settings);
    }
    const reference = this.findFunction(place, functionName);
    if (reference === undefined) return refuseValue(MAPPING_TEXTS.noFunction, 'FunctionName');
    return this.add(reference, queueArn, settings);
  }

  private add(
    reference: FunctionReference,
    queueArn: string,
    settings: MappingSettings,
    tags: ReadonlyMap<string, string> = new Map(),
  ): Change {
    const { region, account, name } = reference;
    const functionArn = qualifiedArnOf(reference);
    const refusal =
      this.check(settings, queueArn, name) ??
      this.refuseTwin(queueArn, functionArn, name, undefined) ??
      this.refuseSize(settings, tags, undefined);
    if (refusal !== undefined) return refusal;
    const id = this.ports.createId();
    const mapping: Mapping = {
      id,
      arn: mappingArnOf({ region, account }, id),
      region,
      account,
      queueArn,
      functionName: name,
      functionArn,
      settings,
      modifiedAt: this.ports.now(),
      isDeclared: false,
      tags: new Map(tags),
    };
    this.mappings.set(id, mapping);
    this.ports.onChange(mapping, false);
    return { ok: true, mapping, state: settings.isEnabled ? 'Creating' : 'Disabled' };
  }

  private findFunction(place: MappingPlace, functionName: string): FunctionReference | undefined {
    const reference = readFunctionName(place, functionName);
    if (reference === undefined) return undefined;
    const arn = qualifiedArnOf({ ...reference, qualifier: undefined });
    return this.ports.functions.find(reference.name)?.arn === arn ? reference : undefined;
  }

  private check(
    settings: MappingSettings,
    queueArn: string,
    functionName: string,
  ): MappingRefusal | undefined {
    const { engine, functions } = this.ports;
    const ends = {
      queue: engine.findByArn(queueArn),
      timeoutSeconds: functions.find(functionName)?.timeoutSeconds,
    };
    return checkMapping(settings, ends, (text) => this.ports.isPattern(text));
  }

  private refuseTwin(
    queueArn: string,
    functionArn: string,
    functionName: string,
    self: Mapping | undefined,
  ): MappingRefusal | undefined {
    const twin = this.all.find(
      (each) => each !== self && each.queueArn === queueArn && each.functionArn === functionArn,
    );
    return (
      twin &&
      refuseMapping('ResourceConflictException', MAPPING_TEXTS.exists(queueArn, functionName, twin.id))
    );
  }

  private refuseSize(
    settings: MappingSettings,
    tags: ReadonlyMap<string, string>,
    self: Mapping | undefined,
  ): MappingRefusal | undefined {
    if (tags.size > MAXIMUM_TAGS) return refuseValue(MAPPING_TEXTS.tooManyTags(MAXIMUM_TAGS), 'Tags');
    if (self === undefined && this.mappings.size >= MAXIMUM_MAPPINGS)
      return refuseValue(MAPPING_TEXTS.tooMany(MAXIMUM_MAPPINGS));
    let size = sizeOf({ settings, tags });
    for (const other of this.all) if (other !== self) size += sizeOf(other);
    return size > MAXIMUM_SIZE ? refuseValue(MAPPING_TEXTS.tooLarge, 'FilterCriteria') : undefined;
  }
}

/** What a client can make large of a mapping, characters of JSON. */
function sizeOf({
  settings,
  tags,
}: {
  readonly settings: MappingSettings;
  readonly tags: ReadonlyMap<string, string>;
}): number {
  return JSON.stringify([settings, ...tags]).length;
}
