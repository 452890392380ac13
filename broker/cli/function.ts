import { ControlClient } from '../client/controlClient.ts';
import { isWrongName } from '../client/wrongName.ts';
import { listFunctions, stopFunction } from '../protocol/functions.ts';
import { DefinitionFileError } from './applyFile.ts';
import { applyTemplate } from './applyTemplate.ts';
import { findFunctions } from './findFunctions.ts';
import { formatFunctions } from './formatFunctions.ts';
import { EventError, invoke } from './functionInvoke.ts';
import { describeFunction, type FunctionRequest, readFunctionCommand } from './functionOptions.ts';
import { FunctionRun } from './functionRun.ts';

const EXIT_OPTIONS = 2;
/** The broker does not run, or rejected the call. */
const EXIT_FAILED = 1;

/** `queueside function`: runs functions until they are stopped, or makes one call; returns the exit code. */
export async function runFunctionCommand(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const command = readFunctionCommand(argv, environment.QUEUESIDE_TOKEN);
  switch (command.kind) {
    case 'help':
      process.stdout.write(describeFunction());
      return 0;
    case 'refused':
      return fail(EXIT_OPTIONS, command.reason);
    case 'run': {
      const { request, isJson, control, token } = command;
      try {
        const client = await ControlClient.open(control, token);
        try {
          return await perform(client, request, isJson, { argv, environment });
        } finally {
          await client.close();
        }
      } catch (error) {
        const isInvalid =
          error instanceof DefinitionFileError || error instanceof EventError || isWrongName(error);
        return fail(isInvalid ? EXIT_OPTIONS : EXIT_FAILED, (error as Error).message);
      }
    }
  }
}

async function perform(
  client: ControlClient,
  request: FunctionRequest,
  isJson: boolean,
  { argv, environment }: { readonly argv: readonly string[]; readonly environment: NodeJS.ProcessEnv },
): Promise<number> {
  switch (request.do) {
    case 'run': {
      const { from } = request;
      const declared = from === undefined ? undefined : await applyTemplate(client, from, argv, environment);
      const functions = await findFunctions(client, request, declared);
      const run = await FunctionRun.prepare(client, environment, isJson);
      return await run.run(functions, request.user);
    }
    case 'invoke':
      return await invoke(client, request, isJson);
    case 'stop':
      await client.request(stopFunction, { name: request.name });
      return await list(client, isJson, request.name);
    case 'list':
      return await list(client, isJson);
  }
}

/** @param name undefined: all of them */
async function list(client: ControlClient, isJson: boolean, name?: string): Promise<number> {
  const { functions: all } = await client.request(listFunctions, {});
  const functions = name === undefined ? all : all.filter(({ definition }) => definition.name === name);
  process.stdout.write(isJson ? `${JSON.stringify({ functions })}\n` : formatFunctions(functions));
  return 0;
}

function fail(exitCode: number, message: string): number {
  process.stderr.write(`queueside function: ${message}\n`);
  return exitCode;
}
