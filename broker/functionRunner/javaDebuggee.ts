import type { Program } from '../programs/program.ts';
import {
  type FunctionLaunch,
  type FunctionProgramPorts,
  type StartedFunction,
  startLaunch,
} from './functionProgram.ts';

/** The program waits before its first class for a debugger, which finds it only on this machine. */
const AGENT = '-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0';

/** What the agent prints when it listens, and again when a debugger has left it. */
const LISTENING = /^Listening for transport dt_socket at address: (\d+)$/;

/** `port` for debuggers, on 127.0.0.1; undefined: the program has ended before it listened. */
export type StartedDebuggee =
  | { readonly ok: true; readonly program: Program; readonly port: number | undefined }
  | Extract<StartedFunction, { readonly ok: false }>;

/** Starts a program in Java, which runs as soon as a debugger has attached to its port. */
export async function startJavaDebuggee(
  launch: FunctionLaunch,
  { programs, onLine }: Pick<FunctionProgramPorts, 'programs' | 'onLine'>,
): Promise<StartedDebuggee> {
  const [java, ...args] = launch.command as readonly [string, ...string[]];
  let notePort: (port: number | undefined) => void = () => undefined;
  const listening = new Promise<number | undefined>((resolve) => {
    notePort = resolve;
  });
  const started = await startLaunch(
    { ...launch, command: [java, AGENT, ...args] },
    {
      programs,
      onLine: (line, stream) => {
        const port = LISTENING.exec(line)?.[1];
        if (port === undefined) onLine(line, stream);
        else notePort(Number(port));
      },
    },
  );
  if (!started.ok) return started;
  void started.program.ended.then(() => notePort(undefined));
  return { ok: true, program: started.program, port: await listening };
}
