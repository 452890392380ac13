import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
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
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The same, of a program that waits at its port. */
interface JavaAttach extends DebugProtocol.AttachRequestArguments {
  readonly hostName: string;
  readonly port: number;
}

const THREAD = 1;

/**
 * A debug adapter for Java that has jdb do the work: it attaches to a program, or launches one with a port for debuggers, as the
 * debugger for Java does. Its classes are in files of their names, outside packages.
 */
class JdbAdapter extends DebugSession {
  private program: ChildProcess | undefined;
  private jdb: ChildProcess | undefined;
  /** By their classes. */
  private readonly sources = new Map<string, string>();
  private source = '';
  private line = 0;

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = { supportsConfigurationDoneRequest: true };
    this.sendResponse(response);
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, launch: JavaLaunch): void {
    this.answer(response, this.runProgram(launch));
  }

  protected override attachRequest(
    response: DebugProtocol.AttachResponse,
    args: DebugProtocol.AttachRequestArguments,
  ): void {
    const { hostName, port } = args as JavaAttach;
    this.answer(response, this.attach(`${hostName}:${port}`));
  }

  private answer(response: DebugProtocol.Response, begun: Promise<void>): void {
    begun.then(
      () => {
        this.sendEvent(new InitializedEvent());
        this.sendResponse(response);
      },
      (error: unknown) => this.sendErrorResponse(response, 1, String(error)),
    );
  }

  private async runProgram(launch: JavaLaunch): Promise<void> {
    const agent = '-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0';
    const args = [agent, '-Djava.awt.headless=true', '-cp', launch.classPaths.join(':'), launch.mainClass];
    this.program = spawn('java', args, {
      cwd: launch.cwd,
      env: { ...process.env, ...launch.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await this.attach(`127.0.0.1:${await this.readPort(this.program)}`);
  }

  private async attach(address: string): Promise<void> {
    const jdb = spawn('jdb', ['-attach', address], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.jdb = jdb;
    // It ends when the program does.
    jdb.once('close', () => this.sendEvent(new TerminatedEvent()));
    await new Promise<void>((resolve) => this.follow(jdb, resolve));
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { source: { path = '' }, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const name = basename(path, '.java');
    this.sources.set(name, path);
    for (const { line } of breakpoints) this.tell(`stop at ${name}:${line}`);
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
    const source = { path: this.source };
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
      const hit = /Breakpoint hit: [^\n]* (\w+)\.[\w$<>]+\(\), line=([\d,.]+) bci=/.exec(text);
      if (hit === null) return;
      const [all, name = '', line = ''] = hit;
      text = text.slice(hit.index + all.length);
      this.source = this.sources.get(name) ?? '';
      this.line = Number(line.replace(/\D/g, ''));
      const stopped: DebugProtocol.StoppedEvent = new StoppedEvent('breakpoint', THREAD);
      stopped.body.allThreadsStopped = true;
      this.sendEvent(stopped);
    });
  }
}

DebugSession.run(JdbAdapter);
