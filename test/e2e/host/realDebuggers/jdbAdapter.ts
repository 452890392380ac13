import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  DebugSession,
  InitializedEvent,
  OutputEvent,
  StoppedEvent,
  TerminatedEvent,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';

/** Members of a launch configuration that the adapter reads. */
interface JavaLaunch extends DebugProtocol.LaunchRequestArguments {
  readonly mainClass: string;
  readonly classPaths: readonly string[];
  /** The file of the main class. */
  readonly source: string;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

const THREAD = 1;

/**
 * A debug adapter for Java that has jdb do the work: it launches the program with a port for debuggers, as the debugger for
 * Java does, and jdb attaches to that.
 */
class JdbAdapter extends DebugSession {
  private program: ChildProcess | undefined;
  private jdb: ChildProcess | undefined;
  private launch: JavaLaunch | undefined;
  private line = 0;

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = { supportsConfigurationDoneRequest: true };
    this.sendResponse(response);
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, launch: JavaLaunch): void {
    this.runProgram(launch).then(
      () => {
        this.sendEvent(new InitializedEvent());
        this.sendResponse(response);
      },
      (error: unknown) => this.sendErrorResponse(response, 1, String(error)),
    );
  }

  private async runProgram(launch: JavaLaunch): Promise<void> {
    this.launch = launch;
    const agent = '-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0';
    const args = [agent, '-Djava.awt.headless=true', '-cp', launch.classPaths.join(':'), launch.mainClass];
    this.program = spawn('java', args, {
      cwd: launch.cwd,
      env: { ...process.env, ...launch.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.program.once('close', () => this.sendEvent(new TerminatedEvent()));
    const port = await this.readPort(this.program);
    this.jdb = spawn('jdb', ['-attach', `127.0.0.1:${port}`], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ready = new Promise<void>((resolve) => this.follow(this.jdb as ChildProcess, resolve));
    await ready;
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { breakpoints = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    for (const { line } of breakpoints) this.tell(`stop at ${this.launch?.mainClass}:${line}`);
    response.body = { breakpoints: breakpoints.map(({ line }) => ({ verified: true, line })) };
    this.sendResponse(response);
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.tell('cont');
    this.sendResponse(response);
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: [{ id: THREAD, name: 'main' }] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(response: DebugProtocol.StackTraceResponse): void {
    const source = { path: this.launch?.source ?? '' };
    response.body = { stackFrames: [{ id: 1, name: 'handle', line: this.line, column: 1, source }] };
    this.sendResponse(response);
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse): void {
    response.body = { scopes: [] };
    this.sendResponse(response);
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    this.tell('cont');
    this.sendResponse(response);
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    void this.end().then(() => this.sendResponse(response));
  }

  private async end(): Promise<void> {
    for (const child of [this.program, this.jdb]) {
      if (child === undefined || child.exitCode !== null) continue;
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    }
  }

  private tell(command: string): void {
    this.jdb?.stdin?.write(`${command}\n`);
  }

  private async readPort({ stdout }: ChildProcess): Promise<string> {
    if (stdout === null) throw new Error('The program has no output.');
    const lines = createInterface({ input: stdout });
    return new Promise((resolve) => {
      lines.on('line', (line) => {
        const port = /^Listening for transport dt_socket at address: (\d+)/.exec(line)?.[1];
        if (port === undefined) this.sendEvent(new OutputEvent(`${line}\n`, 'stdout'));
        else resolve(port);
      });
    });
  }

  /** jdb writes prompts without line breaks between what it says. */
  private follow({ stdout }: ChildProcess, onReady: () => void): void {
    let text = '';
    stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (/Initializing jdb/.test(text)) onReady();
      const hit = /Breakpoint hit: [^\n]*, line=([\d,.]+)/.exec(text);
      if (hit === null) return;
      text = text.slice(hit.index + hit[0].length);
      this.line = Number(hit[1]?.replace(/\D/g, ''));
      const stopped: DebugProtocol.StoppedEvent = new StoppedEvent('breakpoint', THREAD);
      stopped.body.allThreadsStopped = true;
      this.sendEvent(stopped);
    });
  }
}

DebugSession.run(JdbAdapter);
