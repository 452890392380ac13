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

const KEY = 'queueside.connectionLevels';

/** The level that a connection has if the user does not lower it. */
export function findDefaultLevel(definition: ConnectionDefinition): ProtectionLevel {
  const names = [definition.name, ...(definition.kind === 'profile' ? [definition.profile] : [])];
  return chooseDefaultLevel(guessAddress(definition), names);
}

/**
 * The protection levels of this machine's connections. The settings may raise one at any time. One is lowered, by the settings, by
 * the default, or by both, only after the user typed the name of the connection.
 */
export class ConnectionLevels {
  readonly #memory: Memento;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  /** That applies now, whatever the settings want. */
  read(definition: ConnectionDefinition): ProtectionLevel {
    const wanted = definition.protection ?? findDefaultLevel(definition);
    const agreed = this.#readAgreed(definition);
    return isStricter(agreed, wanted) ? agreed : wanted;
  }

  /** Asks, if the settings want a lower level than before; remembers one that is higher. */
  async settle(definition: ConnectionDefinition): Promise<void> {
    const wanted = definition.protection ?? findDefaultLevel(definition);
    const agreed = this.#readAgreed(definition);
    if (isStricter(wanted, agreed)) return this.agree(definition, wanted);
    if (!isStricter(agreed, wanted)) return;
    if (await askToLower(definition.name, wanted)) await this.agree(definition, wanted);
  }

  async agree({ id }: ConnectionDefinition, level: ProtectionLevel): Promise<void> {
    await this.#memory.update(KEY, { ...this.#memory.get<object>(KEY), [id]: level });
  }

  async forget({ id }: ConnectionDefinition): Promise<void> {
    const { [id]: _, ...others } = this.#memory.get<Record<string, unknown>>(KEY) ?? {};
    await this.#memory.update(KEY, others);
  }

  #readAgreed(definition: ConnectionDefinition): ProtectionLevel {
    const agreed = this.#memory.get<Record<string, unknown>>(KEY)?.[definition.id];
    return PROTECTION_LEVELS.find((level) => level === agreed) ?? findDefaultLevel(definition);
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
