import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionDefinition } from '../../broker/protocol/functionDefinition.ts';
import {
  type FunctionEnvironment,
  type FunctionInfo,
  functionsChanged,
  listFunctions,
} from '../../broker/protocol/functions.ts';
import type { BrokerProcess } from './brokerProcess.ts';
import { Shell, useShell } from './shell.ts';

export const NAME = 'resize';

/** What a line of `queueside function run --json` may have. */
export interface RunLine {
  readonly event: string;
  readonly environment?: string;
  readonly line?: string;
  readonly outcome?: string;
  readonly processId?: number;
}

/** A shell beside a broker, in the folder of a function in Node.js. */
class FunctionShell extends Shell {
  /** Writes `queueside.json` with one function. */
  declare(more: Partial<FunctionDefinition> = {}): void {
    const { name: _name, ...resize } = {
      name: NAME,
      runtime: 'nodejs22.x' as const,
      handler: 'resize.handler',
      ...more,
    };
    this.write('queueside.json', JSON.stringify({ queues: { images: {} }, functions: { [NAME]: resize } }));
  }

  /** Writes the handler: the body of a function of `event` and `context`. */
  writeHandler(body: string, module = ''): void {
    this.write('resize.js', `${module}\nexports.handler = async (event, context) => { ${body} };\n`);
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  run(...args: string[]): BrokerProcess {
    return this.start('function', 'run', ...args);
  }

  /** Invokes the function with an event on standard input; resolves when that has ended. */
  async invoke(event: unknown, ...args: string[]) {
    const invocation = this.start('function', 'invoke', NAME, ...args);
    invocation.child.stdin?.end(typeof event === 'string' ? event : JSON.stringify(event));
    return await invocation.exit;
  }

  async find(): Promise<FunctionInfo | undefined> {
    const { functions } = await this.client.request(listFunctions, {});
    return functions.find(({ definition }) => definition.name === NAME);
  }

  /** Resolves with the newest environment of which this is true; asks after each change. */
  async environmentIs(holds: (environment: FunctionEnvironment) => boolean): Promise<FunctionEnvironment> {
    for (;;) {
      const changed = this.client.waitFor(functionsChanged);
      const found = (await this.find())?.environments.findLast(holds);
      if (found !== undefined) return found;
      await changed;
    }
  }
}

/** Gives each test of a suite a {@link FunctionShell}. */
export function useFunctionShell(): FunctionShell {
  return useShell(new FunctionShell());
}
