import * as l10n from '@vscode/l10n';
import { type Memento, window } from 'vscode';
import type { ConnectionDefinition } from '../../broker/connections/definition.ts';
import { chooseDefaultLevel } from '../../broker/protection/defaultLevel.ts';
import {
  isStricter,
  PROTECTION_LEVELS,
  type ProtectionLevel,
} from '../../broker/protection/protectionLevel.ts';
import { guessAddress } from './dialogConsent.ts';
import { LEVELS_KEY } from './levelsKey.ts';
import { isSameTarget, type Target } from './target.ts';

/**
 * The level that a connection has if the user does not lower it.
 * @param target as far as it is known: the environment may name a profile, too
 */
export function findDefaultLevel(definition: ConnectionDefinition, target?: Target): ProtectionLevel {
  const ofDefinition = definition.kind === 'profile' ? definition.profile : undefined;
  const names = [definition.name, target?.profile ?? ofDefinition].filter((name) => name !== undefined);
  return chooseDefaultLevel(target?.endpoint ?? guessAddress(definition), names);
}

interface Agreed {
  readonly level: ProtectionLevel;
  readonly target: Target;
}

/**
 * The protection levels of this machine's connections. The settings may raise one at any time. One is lowered, by the settings, by
 * the default, or by both, only after the user typed the name of the connection. What was agreed to counts for the target that
 * the connection had then: with another one, the default applies again.
 */
export class ConnectionLevels {
  readonly #memory: Memento;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  /** Of connections for which a level is remembered. */
  get ids(): readonly string[] {
    return Object.keys(this.#readAll());
  }

  /** That applies now, whatever the settings want. @param target undefined as long as it is not known */
  read(definition: ConnectionDefinition, target: Target | undefined): ProtectionLevel {
    const wanted = definition.protection ?? findDefaultLevel(definition, target);
    const agreed = this.#findAgreed(definition, target);
    return isStricter(agreed, wanted) ? agreed : wanted;
  }

  /** Asks, if the settings want a lower level than before; remembers the level with what it is for. */
  async settle(definition: ConnectionDefinition, target: Target): Promise<void> {
    const wanted = definition.protection ?? findDefaultLevel(definition, target);
    const agreed = this.#findAgreed(definition, target);
    const isRefused = isStricter(agreed, wanted) && !(await askToLower(definition.name, wanted));
    await this.agree(definition, isRefused ? agreed : wanted, target);
  }

  /** Remembers a level that the settings raised, so that lowering it again is asked about. */
  async raise({ id, protection }: ConnectionDefinition): Promise<void> {
    const agreed = this.#readOne(id);
    if (agreed === undefined || protection === undefined || !isStricter(protection, agreed.level)) return;
    await this.#memory.update(LEVELS_KEY, { ...this.#readAll(), [id]: { ...agreed, level: protection } });
  }

  async agree({ id }: ConnectionDefinition, level: ProtectionLevel, target: Target): Promise<void> {
    const agreed: Agreed = { level, target };
    await this.#memory.update(LEVELS_KEY, { ...this.#readAll(), [id]: agreed });
  }

  async forget(id: string): Promise<void> {
    const { [id]: _, ...others } = this.#readAll();
    await this.#memory.update(LEVELS_KEY, others);
  }

  #findAgreed(definition: ConnectionDefinition, target: Target | undefined): ProtectionLevel {
    const agreed = this.#readOne(definition.id);
    return agreed !== undefined && isSameTarget(agreed.target, target)
      ? agreed.level
      : findDefaultLevel(definition, target);
  }

  #readOne(id: string): Agreed | undefined {
    const agreed = this.#readAll()[id] as Partial<Agreed> | undefined;
    const level = PROTECTION_LEVELS.find((each) => each === agreed?.level);
    return level === undefined || agreed?.target === undefined ? undefined : { level, target: agreed.target };
  }

  #readAll(): Readonly<Record<string, unknown>> {
    return this.#memory.get<Record<string, unknown>>(LEVELS_KEY) ?? {};
  }
}

/** @returns whether the user typed the name of the connection */
export async function askToLower(name: string, level: ProtectionLevel): Promise<boolean> {
  const typed = await window.showInputBox({
    title: l10n.t('Lower the Protection of {0}', name),
    prompt: l10n.t(
      'The protection level {0} lets more calls pass. Type the name of the connection: {1}',
      level,
      name,
    ),
    placeHolder: name,
    ignoreFocusOut: true,
  });
  return typed === name;
}
